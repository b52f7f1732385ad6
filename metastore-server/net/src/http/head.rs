//! What the head of a request says, and what it must not say: whatever two programs on the way could read in two ways is
//! refused, so that no request hides in the body of another one.

use hyper::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, TRANSFER_ENCODING};
use hyper::{Method, StatusCode, Version, http::request};

/// Where calls go, as `metastore.thrift.http.path` has it by default.
const CALLS: [&str; 2] = ["/metastore", "/metastore/"];
/// What Thrift's clients call a message. No web page can make a browser send it unasked.
const MESSAGE: &str = "application/x-thrift";

/// A request that may be looked at.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// It is a call; otherwise the service knows the path, or nobody does.
    pub(super) call: bool,
    /// The body comes in chunks. Nothing is read behind it: hyper passes over a length that comes after the chunks were
    /// announced, and somebody on the way may have believed the length.
    pub(super) chunked: bool,
    pub(super) path: String,
    pub(super) bearer: Option<String>,
    /// Who the client says it is; proves nothing.
    pub(super) actor: Option<String>,
}

/// Why a request is not looked at. The words repeat nothing of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Odd(pub(super) StatusCode, pub(super) &'static str);

impl Head {
    pub(super) fn read(parts: &request::Parts) -> Result<Head, Odd> {
        let headers = &parts.headers;
        let chunked = unambiguous(parts.version, headers)?;
        if parts.method != Method::POST {
            return Err(Odd(StatusCode::METHOD_NOT_ALLOWED, "calls are POST requests"));
        }
        let path = parts.uri.path().to_owned();
        let call = CALLS.contains(&path.as_str());
        let kind = one(headers, CONTENT_TYPE)?.unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if call && !kind.eq_ignore_ascii_case(MESSAGE) {
            return Err(Odd(StatusCode::UNSUPPORTED_MEDIA_TYPE, "a call has the content type application/x-thrift"));
        }
        let bearer = one(headers, AUTHORIZATION)?.map(|said| token(&said)).transpose()?;
        let actor = one(headers, HeaderName::from_static("x-actor-username"))?.filter(|name| !name.is_empty());
        Ok(Head { call, chunked, path, bearer, actor })
    }
}

/// Two lengths, or a length that is none of the ones we know, are how requests are smuggled. Whether the body is chunked.
fn unambiguous(version: Version, headers: &HeaderMap) -> Result<bool, Odd> {
    let odd = |wrong: bool, why| if wrong { Err(Odd(StatusCode::BAD_REQUEST, why)) } else { Ok(()) };
    let length = one(headers, CONTENT_LENGTH)?;
    let digits = |length: &str| !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
    odd(length.as_deref().is_some_and(|length| !digits(length)), "the content length is not a number")?;
    let encoding = one(headers, TRANSFER_ENCODING)?;
    odd(encoding.is_some() && length.is_some(), "a body has a length or is chunked, not both")?;
    odd(encoding.is_some() && version != Version::HTTP_11, "chunks came with HTTP/1.1")?;
    let other = encoding.as_ref().is_some_and(|encoding| !encoding.eq_ignore_ascii_case("chunked"));
    odd(other, "the only transfer encoding is chunked")?;
    Ok(encoding.is_some())
}

/// The value of a header that may be there once.
fn one(headers: &HeaderMap, name: HeaderName) -> Result<Option<String>, Odd> {
    let mut values = headers.get_all(name).iter();
    let value = values.next();
    if values.next().is_some() {
        return Err(Odd(StatusCode::BAD_REQUEST, "a header that may be there once is there twice"));
    }
    let text = value.map(|value| value.to_str().map(str::to_owned));
    text.transpose().map_err(|_| Odd(StatusCode::BAD_REQUEST, "a header is not text"))
}

fn token(said: &str) -> Result<String, Odd> {
    let (scheme, token) = said.split_once(' ').unwrap_or((said, ""));
    let token = token.trim_matches(' ');
    // RFC 6750's b64token.
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
    if !scheme.eq_ignore_ascii_case("bearer") || token.is_empty() || !token.bytes().all(letter) {
        return Err(Odd(StatusCode::UNAUTHORIZED, "expected the header Authorization: Bearer TOKEN"));
    }
    Ok(token.to_owned())
}

#[cfg(test)]
mod tests {
    use hyper::Request;

    use super::*;

    fn read(headers: &[(&str, &str)]) -> Result<Head, Odd> {
        let mut request = Request::post("/metastore");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Head::read(&request.body(()).expect("a request").into_parts().0)
    }

    const KIND: (&str, &str) = ("content-type", "application/x-thrift");

    #[test]
    fn a_call_says_its_kind_and_whose_it_is() {
        let head = read(&[KIND, ("authorization", "bearer  a.b-c_d=")]).expect("a call");
        assert_eq!((head.call, head.bearer.as_deref(), head.actor), (true, Some("a.b-c_d="), None));
        let head = read(&[KIND, ("content-length", "5"), ("x-actor-username", "ann")]).expect("a call");
        assert_eq!((head.bearer, head.actor.as_deref()), (None, Some("ann")));
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        let (length, chunked) = (("content-length", "5"), ("transfer-encoding", "chunked"));
        assert!(read(&[KIND, chunked]).is_ok());
        for headers in [
            &[KIND, length, chunked][..],
            &[KIND, length, length],
            &[KIND, length, ("content-length", "6")],
            &[KIND, ("content-length", "+5")],
            &[KIND, ("content-length", "5, 5")],
            &[KIND, chunked, chunked],
            &[KIND, ("transfer-encoding", "gzip, chunked")],
            &[KIND, ("transfer-encoding", "chunked, identity")],
            &[KIND, ("transfer-encoding", "\tchunked\u{b}")],
            &[KIND, KIND],
            &[KIND, ("authorization", "Bearer a"), ("authorization", "Bearer b")],
        ] {
            let refused = std::panic::catch_unwind(|| read(headers)).map(|read| read.is_err());
            // A value that is no header's at all does not get as far as here.
            assert!(refused.unwrap_or(true), "{headers:?}");
        }
    }

    #[test]
    fn other_credentials_and_other_kinds_are_refused() {
        for said in ["Bearer", "Bearer ", "Basic YTpi", "Bearer a b", "Bearer a,b", "Bearer \u{e9}"] {
            assert!(read(&[KIND, ("authorization", said)]).is_err(), "{said}");
        }
        for kind in ["text/plain", "", "application/json", "application/x-www-form-urlencoded"] {
            assert_eq!(read(&[("content-type", kind)]).map_err(|odd| odd.0), Err(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
    }
}
