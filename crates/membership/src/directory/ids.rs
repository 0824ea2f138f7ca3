//! Ids of the AWS Organizations API: a prefix and lower-case letters and digits (semantics §10.2).

use std::fmt;

/// How many characters of base 36 a number is written in.
const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

fn write_base36(f: &mut fmt::Formatter<'_>, mut number: u64, width: usize) -> fmt::Result {
    let mut text = [b'0'; 13];
    for place in text.iter_mut().rev() {
        *place = DIGITS[(number % 36) as usize];
        number /= 36;
    }
    let text = std::str::from_utf8(&text[text.len() - width..]).map_err(|_| fmt::Error)?;
    f.write_str(text)
}

fn read_base36(text: &str, width: usize) -> Option<u64> {
    let legal = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let whole = text.len() == width && text.bytes().all(legal);
    whole.then(|| u64::from_str_radix(text, 36).ok()).flatten()
}

/// The number of different texts of so many characters.
const fn space(width: u32) -> u64 {
    36u64.pow(width)
}

/// An id: `$prefix` and `$width` characters of base 36.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal, $width:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        impl $name {
            /// The id that stands for a number; numbers beyond the space of such ids wrap round.
            #[must_use]
            pub fn of(number: u64) -> $name {
                $name(number % space($width))
            }

            /// The number of the id: its place in lists.
            #[must_use]
            pub fn number(self) -> u64 {
                self.0
            }

            /// The id that is written so.
            #[must_use]
            pub fn parse(text: &str) -> Option<$name> {
                read_base36(text.strip_prefix($prefix)?, $width).map($name)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($prefix)?;
                write_base36(f, self.0, $width)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
    };
}

id!(
    /// An organization: `o-` and 10 characters.
    OrganizationId,
    "o-",
    10
);
id!(
    /// A handshake: `h-` and 10 characters.
    HandshakeId,
    "h-",
    10
);
id!(
    /// A request to create an account: `car-` and 12 characters.
    CreationId,
    "car-",
    12
);

impl OrganizationId {
    /// The id of the organization's only root: `r-` and the first four characters of its own id.
    #[must_use]
    pub fn root(self) -> RootId {
        RootId(self.0 / space(6))
    }
}

/// The root of an organization: `r-` and 4 characters. Known only within its organization.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RootId(u64);

/// An organizational unit: `ou-`, the characters of its root, `-` and 8 characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId {
    root: u64,
    number: u64,
}

/// What an account or an organizational unit can be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ParentId {
    /// The organization's root.
    Root(RootId),
    /// An organizational unit.
    Unit(UnitId),
}

impl RootId {
    /// The id that is written so.
    #[must_use]
    pub fn parse(text: &str) -> Option<RootId> {
        read_base36(text.strip_prefix("r-")?, 4).map(RootId)
    }
}

impl UnitId {
    /// The id of a unit under a root; numbers beyond the space of such ids wrap round.
    #[must_use]
    pub fn of(root: RootId, number: u64) -> UnitId {
        UnitId { root: root.0, number: number % space(8) }
    }

    /// The number of the id: its place in lists.
    #[must_use]
    pub fn number(self) -> u64 {
        self.number
    }

    /// The id that is written so.
    #[must_use]
    pub fn parse(text: &str) -> Option<UnitId> {
        let (root, number) = text.strip_prefix("ou-")?.split_once('-')?;
        Some(UnitId { root: read_base36(root, 4)?, number: read_base36(number, 8)? })
    }
}

impl ParentId {
    /// The id that is written so.
    #[must_use]
    pub fn parse(text: &str) -> Option<ParentId> {
        let root = RootId::parse(text).map(ParentId::Root);
        root.or_else(|| UnitId::parse(text).map(ParentId::Unit))
    }
}

impl fmt::Display for RootId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("r-")?;
        write_base36(f, self.0, 4)
    }
}

impl fmt::Debug for RootId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for UnitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ou-")?;
        write_base36(f, self.root, 4)?;
        f.write_str("-")?;
        write_base36(f, self.number, 8)
    }
}

impl fmt::Debug for UnitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for ParentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ParentId::Root(root) => root.fmt(f),
            ParentId::Unit(unit) => unit.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_written_and_read() {
        let organization = OrganizationId::of(36u64.pow(9) + 35);
        assert_eq!(organization.to_string(), "o-100000000z");
        assert_eq!(OrganizationId::parse("o-100000000z"), Some(organization));
        assert_eq!(organization.root().to_string(), "r-1000");
        assert_eq!(RootId::parse("r-1000"), Some(organization.root()));
        let unit = UnitId::of(organization.root(), 37);
        assert_eq!(unit.to_string(), "ou-1000-00000011");
        assert_eq!(ParentId::parse("ou-1000-00000011"), Some(ParentId::Unit(unit)));
        assert_eq!(ParentId::parse("r-1000"), Some(ParentId::Root(organization.root())));
        assert_eq!(OrganizationId::of(u64::MAX).to_string().len(), 12);
    }

    #[test]
    fn nothing_else_is_an_id() {
        for text in ["", "o-", "o-10000000", "o-100000000Z", "o-+00000000z", "h-100000000z"] {
            assert_eq!(OrganizationId::parse(text), None, "{text}");
        }
        for text in ["ou-1000", "ou-1000-0000001", "ou-100-00000011", "r-10000", "r-10 0"] {
            assert_eq!(ParentId::parse(text), None, "{text}");
        }
    }
}
