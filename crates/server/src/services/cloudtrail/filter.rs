//! Which events a request asks for.

use accede_membership::{EventId, Timestamp};
use serde::Deserialize;

use super::errors;
use super::record::Told;
use crate::wire::json_1_1::Exception;
use crate::wire::shapes::Object;

/// Events that are older are not shown, even if they are kept: 90 days.
const VISIBLE: i64 = 90 * 86_400_000;
/// The last second with a year of four digits.
const LAST: f64 = 253_402_300_799.0;
/// How many characters an attribute's value may have.
const VALUE_MAX: usize = 2000;

/// `LookupAttribute`, as it comes in.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct LookupAttribute {
    attribute_key: Option<String>,
    attribute_value: Option<String>,
}

/// What of an event an attribute compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    EventId,
    EventName,
    ReadOnly,
    Username,
    ResourceType,
    ResourceName,
    EventSource,
    AccessKeyId,
}

const KEYS: [(&str, Key); 8] = [
    ("EventId", Key::EventId),
    ("EventName", Key::EventName),
    ("ReadOnly", Key::ReadOnly),
    ("Username", Key::Username),
    ("ResourceType", Key::ResourceType),
    ("ResourceName", Key::ResourceName),
    ("EventSource", Key::EventSource),
    ("AccessKeyId", Key::AccessKeyId),
];

/// An attribute, and the value that it has to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attribute {
    key: Key,
    value: String,
}

impl Attribute {
    /// The one attribute of a request, if it has one.
    pub(super) fn of(
        list: Option<Vec<Object<LookupAttribute>>>,
    ) -> Result<Option<Attribute>, Exception> {
        let mut list = list.unwrap_or_default();
        let last = list.pop();
        if !list.is_empty() {
            return Err(errors::attributes("The list of lookup attributes can have one item."));
        }
        last.map(|Object(attribute)| Attribute::read(attribute)).transpose()
    }

    fn read(
        LookupAttribute { attribute_key, attribute_value }: LookupAttribute,
    ) -> Result<Attribute, Exception> {
        let invalid = errors::attributes;
        let name = attribute_key.ok_or_else(|| invalid("A lookup attribute needs a key."))?;
        let value = attribute_value.ok_or_else(|| invalid("A lookup attribute needs a value."))?;
        let known = KEYS.iter().find(|(known, _)| *known == name);
        let (_, key) = known.ok_or_else(|| invalid("There is no such lookup attribute."))?;
        if !(1..=VALUE_MAX).contains(&value.chars().count()) {
            return Err(invalid("The value of a lookup attribute has 1 to 2000 characters."));
        }
        Ok(Attribute { key: *key, value })
    }

    /// Whether events of Insights have it.
    pub(super) fn is_of_insights(&self) -> bool {
        matches!(self.key, Key::EventId | Key::EventName | Key::EventSource)
    }

    /// Whether an event has it. Letters count as they are written.
    pub(super) fn fits(&self, told: &Told) -> bool {
        let value = self.value.as_str();
        match self.key {
            Key::EventId => told.event_id == value,
            Key::EventName => told.event_name == value,
            Key::ReadOnly => told.read_only() == value,
            Key::Username => told.username() == Some(value),
            Key::ResourceType => told.resources().any(|resource| resource.resource_type == value),
            Key::ResourceName => told.resources().any(|resource| resource.resource_name == value),
            Key::EventSource => told.event_source == value,
            Key::AccessKeyId => told.access_key_id() == Some(value),
        }
    }

    /// The moment of the event that is wanted: its id begins with it.
    fn moment(&self) -> Option<Timestamp> {
        let EventId(id) = EventId::parse(&self.value).filter(|_| self.key == Key::EventId)?;
        i64::try_from(id >> 80).ok().map(Timestamp)
    }

    /// What a page token is bound to.
    pub(super) fn text(&self) -> String {
        format!("{:?}\n{}", self.key, self.value)
    }
}

/// From one moment to another, the second not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
}

impl Span {
    /// Between `StartTime` and `EndTime`, in seconds since 1970. As the time of an event is told in whole seconds,
    /// all of the last second belongs to it.
    pub(super) fn of(start: Option<f64>, end: Option<f64>) -> Result<Span, Exception> {
        if [start, end].into_iter().flatten().any(|time| !(0.0..=LAST).contains(&time)) {
            return Err(errors::time_range(
                "The time range is outside the range of possible values.",
            ));
        }
        if let (Some(start), Some(end)) = (start, end)
            && start > end
        {
            return Err(errors::time_range("The start time occurs after the end time."));
        }
        let from = start.map_or(i64::MIN, |start| millis(start.ceil()));
        let until = end.map_or(i64::MAX, |end| millis(end.floor() + 1.0));
        Ok(Span { from: Timestamp(from), until: Timestamp(until) })
    }

    /// What of it can be looked up now, and may have what is wanted.
    pub(super) fn narrowed(self, now: Timestamp, wanted: Option<&Attribute>) -> Span {
        let visible = Timestamp(now.0.saturating_sub(VISIBLE));
        let mut span = Span { from: self.from.max(visible), ..self };
        if let Some(Timestamp(moment)) = wanted.and_then(Attribute::moment) {
            span.from = span.from.max(Timestamp(moment));
            span.until = span.until.min(Timestamp(moment.saturating_add(1)));
        }
        span
    }
}

/// Of whole seconds that are in bounds.
#[allow(clippy::cast_possible_truncation)]
fn millis(seconds: f64) -> i64 {
    seconds as i64 * 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: Option<f64>, end: Option<f64>) -> Result<(i64, i64), String> {
        let span = Span::of(start, end).map_err(|exception| exception.message.into_owned())?;
        Ok((span.from.0, span.until.0))
    }

    #[test]
    fn a_span_is_in_whole_seconds() {
        for (start, end, expected) in [
            (None, None, (i64::MIN, i64::MAX)),
            (Some(5.0), Some(5.0), (5000, 6000)),
            (Some(4.001), Some(5.999), (5000, 6000)),
            (Some(0.0), Some(LAST), (0, 253_402_300_800_000)),
        ] {
            assert_eq!(span(start, end), Ok(expected));
        }
        for (start, end) in [(Some(-0.1), None), (None, Some(LAST + 1.0)), (Some(1e300), None)] {
            assert!(span(start, end).unwrap_err().contains("possible values"), "{start:?} {end:?}");
        }
        assert!(span(Some(5.1), Some(5.0)).unwrap_err().contains("after the end"));
    }

    #[test]
    fn only_ninety_days_are_looked_at_and_one_moment_for_an_id() {
        let all = Span::of(None, None).unwrap();
        let now = Timestamp(VISIBLE + 7);
        assert_eq!(all.narrowed(now, None).from, Timestamp(7));
        let late = Span::of(Some(1.0), None).unwrap();
        assert_eq!(late.narrowed(now, None).from, Timestamp(1000));
        let id = EventId(0x0000_0000_1000_7000_8000_0000_0000_0000);
        let wanted = |key| Attribute { key, value: id.to_string() };
        let narrow = all.narrowed(now, Some(&wanted(Key::EventId)));
        assert_eq!(narrow, Span { from: Timestamp(0x1000), until: Timestamp(0x1001) });
        let same = all.narrowed(now, Some(&wanted(Key::AccessKeyId)));
        assert_eq!(same, all.narrowed(now, None));
    }
}
