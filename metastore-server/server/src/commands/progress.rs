//! A line that shows how far something is, for a person at a terminal; nothing is written anywhere else.

use std::io::{IsTerminal, Write};

/// Drawn on standard error, over itself.
pub struct Bar {
    shown: bool,
}

const WIDTH: usize = 24;

/// What fits beside the bar on the narrowest terminal.
const TEXT: usize = 44;

impl Bar {
    pub fn new() -> Self {
        Self { shown: std::io::stderr().is_terminal() }
    }

    pub fn draw(&self, done: usize, total: usize, text: &str) {
        if self.shown {
            // With standard error gone there is nobody to see it.
            let _ = write!(std::io::stderr(), "\r\x1b[K{}", line(done, total, text));
        }
    }

    /// Makes room for what is printed next.
    pub fn clear(&self) {
        if self.shown {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}

fn line(done: usize, total: usize, text: &str) -> String {
    let full = (done * WIDTH).checked_div(total).unwrap_or(WIDTH).min(WIDTH);
    let text: String = text.chars().take(TEXT).map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("[{}{}] {done}/{total} {text}", "#".repeat(full), ".".repeat(WIDTH - full))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_one_line_and_within_its_width() {
        assert_eq!(line(1, 2, "half"), "[############............] 1/2 half");
        assert_eq!(line(0, 0, ""), "[########################] 0/0 ");
        let long = line(9, 3, &"a\n".repeat(500));
        assert!(!long.contains('\n') && long.chars().count() < 80, "{long}");
    }
}
