//! A method over Glue: its call, and a body. `doors!` makes a noun's list of them.

use std::future::Future;
use std::pin::Pin;

use skep_api::{Answer, Refusal};
use skep_codec::{ApplicationException, Protocol};
use skep_types::{Call, MethodDef};

use crate::context::Context;

pub type ArgsOf<D> = <<D as Door>::Call as Call>::Args;
pub type OkOf<D> = <<D as Door>::Call as Call>::Ok;

pub trait Door: 'static {
    type Call: Call;

    fn run(cx: &Context<'_>, args: ArgsOf<Self>) -> impl Future<Output = Result<OkOf<Self>, Refusal>> + Send;
}

type Served<'a> = Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;

/// A method, as the service's list holds it.
pub struct Entry {
    pub method: &'static MethodDef,
    pub(crate) serve: for<'a> fn(&'a Context<'a>, Protocol, &'a [u8]) -> Served<'a>,
}

pub const fn entry<D: Door>() -> Entry {
    Entry { method: <D::Call as Call>::METHOD, serve: |cx, protocol, args| Box::pin(serve::<D>(cx, protocol, args)) }
}

async fn serve<D: Door>(cx: &Context<'_>, protocol: Protocol, bytes: &[u8]) -> Answer {
    let args = match skep_codec::decode::<ArgsOf<D>>(protocol, bytes, cx.budget) {
        Ok(args) => args,
        Err(error) => return Answer::Exception(ApplicationException::protocol_error(&error.to_string())),
    };
    match D::run(cx, args).await {
        Ok(answer) => Answer::reply(protocol, &answer),
        Err(refusal) => refusal.answer(protocol, <D::Call as Call>::METHOD),
    }
}

/// The doors of a noun: `Method(context, arguments) { body }`, each with its line in `METHODS`.
macro_rules! doors {
    ($($(#[$doc:meta])* $method:ident($cx:pat, $args:pat) $body:block)*) => {
        $(
            $(#[$doc])*
            struct $method;

            impl crate::door::Door for $method {
                type Call = skep_types::calls::$method;

                async fn run(
                    $cx: &crate::context::Context<'_>,
                    $args: crate::door::ArgsOf<Self>,
                ) -> ::std::result::Result<crate::door::OkOf<Self>, skep_api::Refusal> {
                    $body
                }
            }
        )*

        pub const METHODS: &[crate::door::Entry] = &[$(crate::door::entry::<$method>()),*];
    };
}
pub(crate) use doors;

/// A request that Java clients always send and the interface calls optional.
pub fn request<T>(request: Option<T>) -> Result<T, Refusal> {
    request.ok_or_else(|| Refusal::meta("request cannot be null"))
}
