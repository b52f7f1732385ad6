//! Locations in one spelling, so that a rule about a path holds for every way to write it.

/// The canonical form; `None` for what is no address or could mean several paths, which nobody is granted.
///
/// `s3`, `s3a` and `s3n` are one scheme; host and scheme are in lower case; escapes of plain characters,
/// `.`, `..` and repeated slashes are resolved; the end has no slash.
pub fn canonical(uri: &str) -> Option<String> {
    if uri.chars().any(|c| c.is_control() || c == '\\') || uri.contains(['?', '#', '*']) || uri.trim() != uri {
        return None;
    }
    let (scheme, rest) = match uri.split_once(':') {
        Some((scheme, rest)) if !scheme.contains('/') => (scheme.to_ascii_lowercase(), rest),
        _ if uri.starts_with('/') => ("file".to_owned(), uri),
        _ => return None,
    };
    let scheme = if matches!(scheme.as_str(), "s3a" | "s3n") { "s3".to_owned() } else { scheme };
    if scheme.is_empty() || !scheme.bytes().all(|c| c.is_ascii_alphanumeric() || b"+-.".contains(&c)) {
        return None;
    }
    let (host, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_once('/').unwrap_or((rest, "")),
        None => ("", rest.strip_prefix('/')?),
    };
    let mut parts: Vec<String> = Vec::new();
    for part in path.split('/') {
        match unescaped(part)?.as_str() {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part if part.contains('/') => return None,
            part => parts.push(part.to_owned()),
        }
    }
    let slash = if parts.is_empty() { "" } else { "/" };
    Some(format!("{scheme}://{}{slash}{}", host.to_lowercase(), parts.join("/")))
}

/// The location itself and what it lies in, up to the host.
pub fn with_parents(canonical: &str) -> impl Iterator<Item = &str> {
    let host = canonical.find("://").map_or(0, |at| at + 3);
    let slashes = canonical.char_indices().skip_while(move |(at, _)| *at < host).filter(|(_, c)| *c == '/');
    slashes.map(|(at, _)| &canonical[..at]).chain(std::iter::once(canonical))
}

/// Whether one is the other or lies in it: then they may hold the same files.
pub fn overlaps(a: &str, b: &str) -> bool {
    let inside = |outer: &str, inner: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    inside(a, b) || inside(b, a)
}

fn unescaped(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(c) = rest.next() {
        let digit = |c: Option<u8>| c.and_then(|c| (c as char).to_digit(16)).and_then(|d| u8::try_from(d).ok());
        bytes.push(if c == b'%' { digit(rest.next())? * 16 + digit(rest.next())? } else { c });
    }
    let text = String::from_utf8(bytes).ok()?;
    // Escaped twice, or an escaped control character: not what an honest client sends.
    (!text.contains('%') && !text.chars().any(char::is_control)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_place_has_one_spelling() {
        let spellings = [
            "s3://Lake/warehouse/t",
            "s3a://lake/warehouse/t/",
            "S3N://lake//warehouse/./t",
            "s3://lake/warehouse/x/../t",
            "s3://lake/ware%68ouse/%74",
        ];
        for uri in spellings {
            assert_eq!(canonical(uri).as_deref(), Some("s3://lake/warehouse/t"), "{uri}");
        }
        assert_eq!(canonical("/data/t").as_deref(), Some("file:///data/t"));
        assert_eq!(canonical("file:/data/t"), canonical("file:///data/t"));
        assert_eq!(canonical("s3://lake").as_deref(), Some("s3://lake"));
    }

    #[test]
    fn what_can_be_read_two_ways_is_no_location() {
        for uri in [
            "",
            "data",
            "s3://b/../x",
            "s3://b/%2e%2e/x",
            "s3://b/a%2fb",
            "s3://b/a%252f",
            "s3://b/a\\b",
            "s3://b/a?x",
            "s3://b/a\n",
            "s3://b/ ",
            "s3://b/%zz",
        ] {
            assert_eq!(canonical(uri), None, "{uri}");
        }
    }

    #[test]
    fn parents_go_up_to_the_host_and_no_further() {
        assert_eq!(with_parents("s3://b/x/y").collect::<Vec<_>>(), ["s3://b", "s3://b/x", "s3://b/x/y"]);
        assert!(
            overlaps("s3://b/x", "s3://b/x/y") && overlaps("s3://b/x/y", "s3://b/x") && overlaps("s3://b", "s3://b")
        );
        assert!(!overlaps("s3://b/x", "s3://b/xy"));
    }
}
