//! What Glue refused, or why it was not heard.

/// A call that did not succeed.
#[derive(Debug, Clone, thiserror::Error)]
#[error("Glue {region} did not answer {operation} as asked: {cause}{}{}", if self.remedy().is_empty() { "" } else { "; " }, self.remedy())]
pub struct Failure {
    pub kind: Kind,
    pub operation: &'static str,
    pub region: String,
    /// AWS's name of the refusal and its sentence, or what went wrong on the way.
    pub cause: String,
    /// Glue may have done what was asked without our hearing of it: a try was lost.
    pub uncertain: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The object is not there.
    NotFound,
    Exists,
    /// Somebody else changed it in between.
    Conflict,
    /// The request breaks one of Glue's rules.
    Invalid,
    /// More than the account may have.
    Quota,
    /// The identity may not do this.
    Denied,
    /// There is no identity, or none any more.
    Credentials,
    /// After all tries.
    Throttled,
    /// Nobody there, or nobody who speaks Glue.
    Unreachable,
    /// Glue's own trouble, after all tries.
    Service,
}

impl Kind {
    /// By the name that AWS gives it, without its namespace.
    pub fn of(code: &str, status: u16) -> Kind {
        match code {
            "EntityNotFoundException" | "DatabaseNotFoundException" | "TableNotFoundException" => Kind::NotFound,
            "AlreadyExistsException" => Kind::Exists,
            "ConcurrentModificationException" | "ConditionCheckFailureException" | "VersionMismatchException" => {
                Kind::Conflict
            }
            "InvalidInputException" | "ValidationException" | "InvalidStateException" | "SerializationException" => {
                Kind::Invalid
            }
            "ResourceNumberLimitExceededException" => Kind::Quota,
            "AccessDeniedException" | "AccessDenied" | "GlueEncryptionException" | "NotAuthorized" => Kind::Denied,
            "ExpiredTokenException"
            | "ExpiredToken"
            | "UnrecognizedClientException"
            | "InvalidClientTokenId"
            | "InvalidSignatureException"
            | "SignatureDoesNotMatch"
            | "MissingAuthenticationTokenException"
            | "MissingAuthenticationToken"
            | "IncompleteSignature"
            | "OptInRequired" => Kind::Credentials,
            "ThrottlingException"
            | "Throttling"
            | "ThrottledException"
            | "RequestLimitExceeded"
            | "TooManyRequestsException"
            | "RequestThrottledException"
            | "ProvisionedThroughputExceededException" => Kind::Throttled,
            "UnknownOperationException" => Kind::Unreachable,
            _ if status == 429 => Kind::Throttled,
            _ if status >= 500 => Kind::Service,
            _ => Kind::Invalid,
        }
    }

    /// Whether the same request may go well a little later.
    pub fn passes(self) -> bool {
        matches!(self, Kind::Throttled | Kind::Service | Kind::Unreachable)
    }

    /// Whether nobody can be served while it lasts.
    pub fn is_outage(self) -> bool {
        matches!(self, Kind::Credentials | Kind::Throttled | Kind::Unreachable | Kind::Service)
    }
}

impl Failure {
    pub fn is(&self, kind: Kind) -> bool {
        self.kind == kind
    }

    /// What the reader can do about it; empty where the cause says it.
    pub fn remedy(&self) -> String {
        match self.kind {
            Kind::Denied => format!(
                "grant glue:{} on the catalog, the database and the table to the identity that the server runs as",
                self.operation
            ),
            Kind::Credentials => "renew the credentials that the server finds by AWS's standard chain (environment, \
                                  web identity, profile, container, instance), and check its clock"
                .to_owned(),
            Kind::Throttled => "the account's request rate for Glue is used up: raise its service quota, or have \
                                fewer clients ask at once"
                .to_owned(),
            Kind::Unreachable => "check the region in database.url, AWS_ENDPOINT_URL_GLUE if it is set, and the \
                                  way to it"
                .to_owned(),
            Kind::Quota => "raise the account's service quota".to_owned(),
            Kind::NotFound | Kind::Exists | Kind::Conflict | Kind::Invalid | Kind::Service => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_the_operation_the_cause_and_the_remedy() {
        let failure = Failure {
            kind: Kind::of("AccessDeniedException", 400),
            operation: "GetTable",
            region: "eu-central-1".to_owned(),
            cause: "AccessDeniedException: User: me is not authorized".to_owned(),
            uncertain: false,
        };
        let text = failure.to_string();
        assert!(text.contains("eu-central-1") && text.contains("me is not authorized"), "{text}");
        assert!(text.contains("grant glue:GetTable"), "{text}");
    }

    #[test]
    fn what_has_no_name_goes_by_its_status() {
        assert_eq!(Kind::of("", 503), Kind::Service);
        assert_eq!(Kind::of("", 429), Kind::Throttled);
        assert_eq!(Kind::of("SomethingNew", 400), Kind::Invalid);
        assert_eq!(Kind::of("OperationTimeoutException", 500), Kind::Service);
    }
}
