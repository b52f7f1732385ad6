//! What a Thrift method is to the server: one type, one `impl`, one line in its
//! noun's list. Dispatch, metrics, the compatibility page and the permission grid
//! are computed from the lists.

use crate::door::part::Shows;
use crate::door::{Asking, Door};
use crate::reply::{Answer, Streamed};
use crate::{Context, Refusal};
use skep_access::Need;
use skep_codec::{Protocol, Struct};
use skep_types::{Call, MethodDef};
use std::future::Future;
use std::pin::Pin;

pub type ArgsOf<M> = <<M as Method>::Call as Call>::Args;
pub type OkOf<M> = <<M as Method>::Call as Call>::Ok;

/// Whether a method changes anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    Read,
    Write,
    /// Changes nothing but the caller's own session.
    Session,
}

/// One Thrift method.
pub trait Method: 'static {
    type Call: Call;
    const EFFECT: Effect;
    /// Whether it can show a part of a table.
    const SHOWS: Shows = Shows::Whole;

    /// The rights this call needs. Without a default on purpose: a method that
    /// does not say what it needs does not compile.
    fn need(args: &ArgsOf<Self>) -> Need;

    fn run(cx: &Context<'_>, args: ArgsOf<Self>) -> impl Future<Output = Result<OkOf<Self>, Refusal>> + Send;
}

/// A method whose reply is a list that may be too long to hold in memory
/// (partitions). Everything that can be refused is refused before the first
/// element is written.
pub trait StreamedMethod: 'static {
    type Call: Call;
    type Item: Struct + Send + 'static;
    const EFFECT: Effect = Effect::Read;
    /// Whether it can show a part of a table.
    const SHOWS: Shows = Shows::Whole;

    /// The field of the reply struct that holds the list; `None` where the reply
    /// itself is the list.
    const LIST_FIELD: Option<i16> = None;

    fn need(args: &<Self::Call as Call>::Args) -> Need;

    fn run(
        cx: &Context<'_>,
        args: <Self::Call as Call>::Args,
    ) -> impl Future<Output = Result<Streamed<Self::Item>, Refusal>> + Send;
}

/// A method that Java answers with null where there is nothing to answer, though its interface promises
/// something: on the wire a reply without a result.
pub trait NullableMethod: 'static {
    type Call: Call;
    const EFFECT: Effect = Effect::Read;
    /// Whether it can show a part of a table.
    const SHOWS: Shows = Shows::Whole;

    fn need(args: &<Self::Call as Call>::Args) -> Need;

    fn run(
        cx: &Context<'_>,
        args: <Self::Call as Call>::Args,
    ) -> impl Future<Output = Result<Option<<Self::Call as Call>::Ok>, Refusal>> + Send;
}

type Served<'a> = Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;

/// A served method, as the registry holds it.
pub struct Entry {
    pub method: &'static MethodDef,
    pub effect: Effect,
    pub(crate) serve: for<'a> fn(&'a Context<'a>, Protocol, &'a [u8]) -> Served<'a>,
}

/// The registry line of a method.
pub const fn entry<M: Method>() -> Entry {
    Entry {
        method: <M::Call as Call>::METHOD,
        effect: M::EFFECT,
        serve: |cx, protocol, args| Box::pin(serve::<M>(cx, protocol, args)),
    }
}

/// The registry line of a method with a streamed reply.
pub const fn streamed<M: StreamedMethod>() -> Entry {
    Entry {
        method: <M::Call as Call>::METHOD,
        effect: M::EFFECT,
        serve: |cx, protocol, args| Box::pin(serve_streamed::<M>(cx, protocol, args)),
    }
}

/// The registry line of a method that may answer null.
pub const fn nullable<M: NullableMethod>() -> Entry {
    Entry {
        method: <M::Call as Call>::METHOD,
        effect: M::EFFECT,
        serve: |cx, protocol, args| Box::pin(serve_nullable::<M>(cx, protocol, args)),
    }
}

async fn serve<M: Method>(cx: &Context<'_>, protocol: Protocol, bytes: &[u8]) -> Answer {
    let args = match cx.decode::<ArgsOf<M>>(protocol, bytes) {
        Ok(args) => args,
        Err(answer) => return answer,
    };
    let asking = Asking { method: <M::Call as Call>::METHOD, effect: M::EFFECT, shows: M::SHOWS };
    let outcome = async {
        let door = Door::ask(cx, &asking, &M::need(&args)).await?;
        let access = door.access();
        let cx = door.context(cx, access.as_ref());
        Ok(Answer::reply(protocol, &M::run(&cx, args).await?))
    };
    outcome.await.unwrap_or_else(|refusal: Refusal| refusal.answer(protocol, asking.method))
}

async fn serve_nullable<M: NullableMethod>(cx: &Context<'_>, protocol: Protocol, bytes: &[u8]) -> Answer {
    let args = match cx.decode::<<M::Call as Call>::Args>(protocol, bytes) {
        Ok(args) => args,
        Err(answer) => return answer,
    };
    let asking = Asking { method: <M::Call as Call>::METHOD, effect: M::EFFECT, shows: M::SHOWS };
    let outcome = async {
        let door = Door::ask(cx, &asking, &M::need(&args)).await?;
        let access = door.access();
        let cx = door.context(cx, access.as_ref());
        let found = M::run(&cx, args).await?;
        Ok(found.map_or_else(|| Answer::reply(protocol, &()), |found| Answer::reply(protocol, &found)))
    };
    outcome.await.unwrap_or_else(|refusal: Refusal| refusal.answer(protocol, asking.method))
}

async fn serve_streamed<M: StreamedMethod>(cx: &Context<'_>, protocol: Protocol, bytes: &[u8]) -> Answer {
    let args = match cx.decode::<<M::Call as Call>::Args>(protocol, bytes) {
        Ok(args) => args,
        Err(answer) => return answer,
    };
    let asking = Asking { method: <M::Call as Call>::METHOD, effect: M::EFFECT, shows: M::SHOWS };
    let outcome = async {
        let door = Door::ask(cx, &asking, &M::need(&args)).await?;
        let access = door.access();
        let cx = door.context(cx, access.as_ref());
        M::run(&cx, args).await?.answer(protocol, M::LIST_FIELD).await
    };
    outcome.await.unwrap_or_else(|refusal| refusal.answer(protocol, asking.method))
}

/// What a request needs; one that was left out is taken for an empty one, as the operation takes it.
pub(crate) fn need_of<T: Default>(request: Option<&T>, need: impl FnOnce(&T) -> Need) -> Need {
    match request {
        Some(request) => need(request),
        None => need(&T::default()),
    }
}

/// A door whose whole body is one operation on its one request. In brackets: the part of the context that the
/// operation stands on.
macro_rules! door {
    ($method:ident, $effect:ident, $field:ident, $need:expr, [$($on:tt)+], $operation:path $(,)?) => {
        pub struct $method;

        impl crate::Method for $method {
            type Call = skep_types::calls::$method;
            const EFFECT: crate::Effect = crate::Effect::$effect;
            /// Locks, ids and queues: nothing that stands in a table's record.
            const SHOWS: crate::Shows = crate::Shows::Parts;

            fn need(args: &crate::ArgsOf<Self>) -> skep_access::Need {
                crate::method::need_of(args.$field.as_ref(), $need)
            }

            async fn run(
                cx: &crate::Context<'_>,
                args: crate::ArgsOf<Self>,
            ) -> Result<crate::OkOf<Self>, crate::Refusal> {
                Ok($operation(&cx.$($on)+, &args.$field.unwrap_or_default()).await?)
            }
        }
    };
}
pub(crate) use door;
