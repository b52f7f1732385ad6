//! The notification log: what changed, in order.

mod fire;

use crate::method::{Entry, entry};
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::event;
use skep_types::{CurrentNotificationEventId, NotificationEventResponse, NotificationEventsCountResponse, args, calls};

pub const METHODS: &[Entry] = &[
    entry::<fire::AddWriteNotificationLog>(),
    entry::<fire::AddWriteNotificationLogInBatch>(),
    entry::<fire::FireListenerEvent>(),
    entry::<fire::GetAllWriteEventInfo>(),
    entry::<GetCurrentNotificationEventId>(),
    entry::<GetNextNotification>(),
    entry::<GetNotificationEventsCount>(),
];

/// The id of the newest event; 0 before the first.
pub struct GetCurrentNotificationEventId;

impl Method for GetCurrentNotificationEventId {
    type Call = calls::GetCurrentNotificationEventId;
    const EFFECT: Effect = Effect::Read;

    /// A counter of the whole server.
    fn need(_: &ArgsOf<Self>) -> Need {
        Need::nothing()
    }

    async fn run(
        cx: &Context<'_>,
        _: args::GetCurrentNotificationEventId,
    ) -> Result<CurrentNotificationEventId, Refusal> {
        Ok(CurrentNotificationEventId { event_id: event::current_id(cx.catalog()).await? })
    }
}

/// Events after an id, ascending and without gaps.
pub struct GetNextNotification;

impl Method for GetNextNotification {
    type Call = calls::GetNextNotification;
    const EFFECT: Effect = Effect::Read;

    fn need(_: &ArgsOf<Self>) -> Need {
        Need::server(Right::Replicate)
    }

    async fn run(cx: &Context<'_>, args: args::GetNextNotification) -> Result<NotificationEventResponse, Refusal> {
        let request = args.rqst.unwrap_or_default();
        Ok(NotificationEventResponse { events: event::next(cx.catalog(), &request).await? })
    }
}

pub struct GetNotificationEventsCount;

impl Method for GetNotificationEventsCount {
    type Call = calls::GetNotificationEventsCount;
    const EFFECT: Effect = Effect::Read;

    fn need(args: &ArgsOf<Self>) -> Need {
        let request = args.rqst.as_ref();
        let database = request.map(|request| request.db_name.as_str());
        Need::database_in(Right::Visible, request.and_then(|request| request.cat_name.as_deref()), database)
    }

    async fn run(
        cx: &Context<'_>,
        args: args::GetNotificationEventsCount,
    ) -> Result<NotificationEventsCountResponse, Refusal> {
        let request = args.rqst.unwrap_or_default();
        Ok(NotificationEventsCountResponse { events_count: event::count(cx.catalog(), &request).await? })
    }
}
