//! Where kontakt-check itself is hosted, for files by which others fetch it from there.

/// What the examples say in its place. No account can have such a name, so that nobody fetches from a stranger.
const EXAMPLE: &str = "https://github.com/<owner>/kontakt-check";
const EXAMPLE_ACTION: &str = "<owner>/kontakt-check";
/// What the examples say about that.
const NOTE: &str = "# <owner> is the account that hosts kontakt-check.";
/// The tag of this version.
const TAG: &str = concat!("v", env!("CARGO_PKG_VERSION"));
/// Where repositories are actions, too.
const GITHUB: &str = "https://github.com/";

/// A repository, and what of it to take.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Hosted {
    /// Its address without `.git`.
    url: String,
    /// A tag or commit.
    rev: String,
}

impl Hosted {
    /// Reads `https://host/path`, `git@host:path` or `owner/name`, perhaps with `@` and a tag or commit behind it.
    ///
    /// # Errors
    /// Nothing, or what is no such address.
    pub(super) fn read(source: &str) -> Result<Self, String> {
        let example = "--source https://github.com/acme/kontakt-check";
        if source.is_empty() {
            return Err(format!("--ci and --hook need to know where kontakt-check is hosted; say it as in {example}"));
        }
        let (address, rev) = match source.rsplit_once('@') {
            Some((address, rev)) if !rev.contains(['/', ':']) => (address, rev),
            _ => (source, TAG),
        };
        let address = address.trim_end_matches('/').trim_end_matches(".git");
        let url = match address.split_once("://") {
            Some(("https", path)) => format!("https://{path}"),
            Some(("ssh", path)) => format!("https://{}", path.rsplit_once('@').map_or(path, |(_, path)| path)),
            Some(_) => String::new(),
            None => match address.strip_prefix("git@") {
                Some(path) => format!("https://{}", path.replacen(':', "/", 1)),
                None => format!("{GITHUB}{address}"),
            },
        };
        let plain = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "-_./:~".contains(c));
        let parts = url.split('/').skip(2).filter(|part| !part.is_empty()).count();
        if parts < 3 || rev.is_empty() || ![url.as_str(), rev].into_iter().all(plain) {
            return Err(format!("`{source}` is no address that git can fetch from; write it as in {example}"));
        }
        Ok(Self { url, rev: rev.to_owned() })
    }

    /// Puts the address in the place of the example's.
    pub(super) fn put_into(&self, example: &str) -> String {
        without_note(example).replace(EXAMPLE, &self.url).replace(TAG, &self.rev)
    }

    /// Puts the name of the action in the place of the example's.
    ///
    /// # Errors
    /// A repository that cannot be an action.
    pub(super) fn workflow(&self, example: &str) -> Result<String, String> {
        let name = self.url.strip_prefix(GITHUB).filter(|name| name.split('/').count() == 2);
        let name = name.ok_or_else(|| {
            format!("{} is not on github.com, from where --ci github takes the action; host it there, too", self.url)
        })?;
        Ok(without_note(example).replace(EXAMPLE_ACTION, name).replace(TAG, &self.rev))
    }
}

fn without_note(example: &str) -> String {
    example.lines().filter(|line| line.trim() != NOTE).map(|line| line.to_owned() + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_be_written_in_every_usual_way() {
        for (source, url, rev) in [
            ("https://github.com/acme/kontakt-check", "https://github.com/acme/kontakt-check", TAG),
            ("https://github.com/acme/kontakt-check.git@v2.0.1", "https://github.com/acme/kontakt-check", "v2.0.1"),
            ("acme/kontakt-check", "https://github.com/acme/kontakt-check", TAG),
            ("acme/kontakt-check@4e1f", "https://github.com/acme/kontakt-check", "4e1f"),
            ("git@gitlab.acme.example:tools/kc.git", "https://gitlab.acme.example/tools/kc", TAG),
            ("git@gitlab.acme.example:tools/kc.git@v1", "https://gitlab.acme.example/tools/kc", "v1"),
            ("ssh://git@acme.example/tools/kc", "https://acme.example/tools/kc", TAG),
            ("ssh://git@acme.example/tools/kc@main", "https://acme.example/tools/kc", "main"),
        ] {
            let wanted = Hosted { url: url.to_owned(), rev: rev.to_owned() };
            assert_eq!(Hosted::read(source), Ok(wanted), "{source}");
        }
        for source in
            ["", "acme", "https://github.com/", "http://a.example/b/c", "a/b c", "<owner>/kontakt-check", "a/b@"]
        {
            assert!(Hosted::read(source).is_err_and(|error| error.contains("--source https://")), "{source}");
        }
        let elsewhere = Hosted::read("https://acme.example/tools/kc").expect("an address");
        assert!(elsewhere.workflow("").is_err_and(|error| error.contains("not on github.com")));
    }
}
