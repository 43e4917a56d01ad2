//! In which form drafts stand in a file.

use std::path::Path;

/// The form of a file of drafts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InputFormat {
    /// One draft as it is sent.
    Text,
    /// One draft in Markdown.
    Markdown,
    /// One draft in an e-mail.
    Mail,
    /// A table with a draft a row.
    Csv,
    /// A table whose cells are parted by tabs.
    Tsv,
    /// One draft a line, as a JSON value.
    JsonLines,
    /// One draft or a list of them.
    Json,
    /// One draft or a list of them.
    Yaml,
}

impl InputFormat {
    /// The extensions that make a file in a folder one with drafts; a file that is named is always read.
    const EXTENSIONS: [(&'static str, Self); 10] = [
        ("txt", Self::Text),
        ("md", Self::Markdown),
        ("markdown", Self::Markdown),
        ("eml", Self::Mail),
        ("csv", Self::Csv),
        ("tsv", Self::Tsv),
        ("jsonl", Self::JsonLines),
        ("json", Self::Json),
        ("yaml", Self::Yaml),
        ("yml", Self::Yaml),
    ];

    /// Returns the format that a file's extension stands for.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?;
        Self::EXTENSIONS.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(extension)).map(|(_, format)| format)
    }

    /// Tells whether a file may hold any number of drafts, so that it is read and checked part by part.
    pub(crate) fn is_stream(self) -> bool {
        matches!(self, Self::Csv | Self::Tsv | Self::JsonLines)
    }

    /// Tells whether a file may hold more than one draft.
    pub(crate) fn holds_several(self) -> bool {
        self.is_stream() || matches!(self, Self::Json | Self::Yaml)
    }
}
