//! Who answers the calls: the methods over a database, or those over Glue.

use skep_api::{Answer, Request, Service, Session};

pub enum Backend {
    Database(Service),
    #[cfg(feature = "glue")]
    Glue(Box<skep_glue::Service>),
}

impl Backend {
    pub async fn call(&self, session: &Session, request: Request<'_>) -> Answer {
        match self {
            Backend::Database(service) => service.call(session, request).await,
            #[cfg(feature = "glue")]
            Backend::Glue(service) => service.call(session, request).await,
        }
    }
}

impl From<Service> for Backend {
    fn from(service: Service) -> Backend {
        Backend::Database(service)
    }
}
