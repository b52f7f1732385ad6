//! Thrift's names in Rust's spelling.

/// `getMetaConf`, `get_table` → `GetMetaConf`, `GetTable`.
pub fn camel(name: &str) -> String {
    let mut out = String::new();
    let mut upper = true;
    for c in name.chars() {
        match c {
            '_' => upper = true,
            c if upper => {
                out.extend(c.to_uppercase());
                upper = false;
            }
            c => out.push(c),
        }
    }
    out
}

/// `locationUri`, `exclusiveCTAS`, `type` → `location_uri`, `exclusive_ctas`, `type_`.
pub fn snake(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (i, c) in chars.iter().enumerate() {
        let before = i.checked_sub(1).map(|i| chars[i]);
        let after = chars.get(i + 1);
        let starts_word = c.is_uppercase()
            && before.is_some_and(|b| {
                b.is_lowercase() || b.is_ascii_digit() || (b.is_uppercase() && after.is_some_and(|a| a.is_lowercase()))
            });
        if starts_word {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    match out.as_str() {
        "type" | "ref" | "self" | "move" | "match" | "where" | "in" | "final" => format!("{out}_"),
        _ => out,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_respelled() {
        assert_eq!(camel("get_current_notificationEventId"), "GetCurrentNotificationEventId");
        for (thrift, rust) in [
            ("locationUri", "location_uri"),
            ("exclusiveCTAS", "exclusive_ctas"),
            ("type", "type_"),
            ("DBName", "db_name"),
        ] {
            assert_eq!(snake(thrift), rust);
        }
    }
}
