//! The principal of a TLS client certificate, by a rule such as `user:{cn}` or `service:{dns}`.
//!
//! rustls has verified the chain and the dates. A certificate that has no such name, or more than one, is nobody's:
//! whoever may choose among several names could choose another one's.

use skep_access::Principal;
use x509_cert::Certificate;
use x509_cert::der::asn1::{Ia5StringRef, PrintableStringRef, TeletexStringRef, Utf8StringRef};
use x509_cert::der::{Decode, Tag, Tagged, asn1::Any};
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::GeneralName;

/// `commonName` and `subjectAltName`.
const COMMON_NAME: &str = "2.5.4.3";
const ALTERNATIVE_NAME: &str = "2.5.29.17";

/// Which name of the certificate becomes which principal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    before: String,
    name: Name,
    after: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    Common,
    Dns,
    Uri,
    Email,
}

impl Name {
    const ALL: [(&'static str, Name); 4] =
        [("{cn}", Name::Common), ("{dns}", Name::Dns), ("{uri}", Name::Uri), ("{email}", Name::Email)];
}

impl Default for Rule {
    fn default() -> Self {
        Rule { before: "user:".to_owned(), name: Name::Common, after: String::new() }
    }
}

impl Rule {
    pub fn parse(text: &str) -> Result<Rule, String> {
        let found = Name::ALL.iter().find_map(|(mark, name)| Some((text.split_once(mark)?, *name)));
        let rule = found.map(|((before, after), name)| Rule { before: before.into(), name, after: after.into() });
        let rule = rule.filter(|rule| !rule.before.contains('{') && !rule.after.contains('{'));
        let rule = rule.ok_or("expected a principal with one of {cn}, {dns}, {uri}, {email}, as in user:{cn}")?;
        // Tried now with a name that every kind but a service account of Kubernetes can have.
        let tried = ["x", "ns/x"].iter().any(|name| Principal::parse(&rule.fill(name)).is_ok());
        if tried { Ok(rule) } else { Err(format!("{text} is no principal, whatever the name")) }
    }

    fn fill(&self, name: &str) -> String {
        format!("{}{name}{}", self.before, self.after)
    }

    pub fn principal(&self, der: &[u8]) -> Result<Principal, String> {
        let certificate = Certificate::from_der(der).map_err(|error| format!("unreadable certificate: {error}"))?;
        let names = match self.name {
            Name::Common => common_names(&certificate),
            other => alternative_names(&certificate, other)?,
        };
        match &names[..] {
            [name] => Principal::parse(&self.fill(name)).map_err(|error| error.to_string()),
            [] => Err(format!("the certificate has no {}", self.mark())),
            _ => Err(format!("the certificate has more than one {}", self.mark())),
        }
    }

    fn mark(&self) -> &'static str {
        Name::ALL.iter().find(|(_, name)| *name == self.name).map_or("", |(mark, _)| mark)
    }
}

fn common_names(certificate: &Certificate) -> Vec<String> {
    let parts = certificate.tbs_certificate.subject.0.iter().flat_map(|part| part.0.iter());
    let common = parts.filter(|part| part.oid.to_string() == COMMON_NAME);
    common.map(|part| text(&part.value).unwrap_or_default()).collect()
}

fn text(value: &Any) -> Option<String> {
    match value.tag() {
        Tag::Utf8String => Utf8StringRef::try_from(value).ok().map(|text| text.as_str().to_owned()),
        Tag::PrintableString => PrintableStringRef::try_from(value).ok().map(|text| text.as_str().to_owned()),
        Tag::Ia5String => Ia5StringRef::try_from(value).ok().map(|text| text.as_str().to_owned()),
        Tag::TeletexString => TeletexStringRef::try_from(value).ok().map(|text| text.as_str().to_owned()),
        _ => None,
    }
}

fn alternative_names(certificate: &Certificate, wanted: Name) -> Result<Vec<String>, String> {
    let mut names = Vec::new();
    for extension in certificate.tbs_certificate.extensions.iter().flatten() {
        if extension.extn_id.to_string() != ALTERNATIVE_NAME {
            continue;
        }
        let found = SubjectAltName::from_der(extension.extn_value.as_bytes());
        for name in found.map_err(|error| format!("unreadable names in the certificate: {error}"))?.0 {
            match (wanted, name) {
                (Name::Dns, GeneralName::DnsName(name)) => names.push(name.as_str().to_owned()),
                (Name::Uri, GeneralName::UniformResourceIdentifier(name)) => names.push(name.as_str().to_owned()),
                (Name::Email, GeneralName::Rfc822Name(name)) => names.push(name.as_str().to_owned()),
                _ => {}
            }
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_a_principal_with_one_name_in_it() {
        for good in ["user:{cn}", "service:{dns}", "user:{uri}", "user:{email}", "sa:ns/{cn}", "sa:{cn}"] {
            assert!(Rule::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "user:alice", "{cn}", "user:{cn}{dns}", "user:{ou}", "admin:{cn}", "public{cn}"] {
            assert!(Rule::parse(bad).is_err(), "{bad}");
        }
    }

    fn der(pem: &[u8]) -> Vec<u8> {
        use rustls::pki_types::{CertificateDer, pem::PemObject};
        CertificateDer::from_pem_slice(pem).expect("a certificate").to_vec()
    }

    #[test]
    fn each_rule_finds_its_name_and_more_than_one_is_nobodys() {
        let trino = der(include_bytes!("../../tests/certificates/trino.pem"));
        for (rule, expected) in [
            ("user:{cn}", "user:trino"),
            ("service:{dns}", "service:trino.example"),
            ("user:{uri}", "user:spiffe://example/trino"),
            ("user:{email}", "user:trino@example.org"),
        ] {
            let principal = Rule::parse(rule).expect("a rule").principal(&trino);
            assert_eq!(principal.map(|principal| principal.to_string()).as_deref(), Ok(expected));
        }
        let two = der(include_bytes!("../../tests/certificates/two.pem"));
        let refusal = Rule::default().principal(&two).expect_err("which of them");
        assert_eq!(refusal, "the certificate has more than one {cn}");
        let refusal = Rule::parse("service:{dns}").expect("a rule").principal(&two).expect_err("it has none");
        assert_eq!(refusal, "the certificate has no {dns}");
    }

    #[test]
    fn bytes_that_are_no_certificate_are_nobodys() {
        for bytes in [&b""[..], b"\x30\x03\x02\x01\x01", &[0xff; 64]] {
            assert!(Rule::default().principal(bytes).is_err());
        }
    }
}
