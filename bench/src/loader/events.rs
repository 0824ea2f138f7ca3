//! The trail: who created members, invited and accepted, in the shape of CloudTrail's records.

use accede_membership::{Event, EventId, EventPlace, Timestamp};
use accede_store::Entry;

use super::people::{BEGIN, People, mixed};
use super::shape::Shape;

const NAMES: [&str; 4] =
    ["CreateMembers", "InviteMembers", "AcceptInvitation", "EnableSecurityHub"];

/// How much time passes between two events, in milliseconds.
const EVERY: i64 = 250;
/// How many days the months of 2025 have.
const MONTHS: [i64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// A moment of 2025 as it is written; what comes later begins again.
fn written(at: Timestamp) -> String {
    let seconds = (at.0 - BEGIN) / 1_000;
    let (mut day, mut month) = (seconds / 86_400 % 365, 1);
    for days in MONTHS {
        if day < days {
            break;
        }
        (day, month) = (day - days, month + 1);
    }
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    format!("2025-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z", day + 1)
}

/// So many events, the oldest first.
pub(super) fn entries<'a>(
    people: &'a People,
    shape: &Shape,
) -> impl Iterator<Item = Entry> + use<'a> {
    let scopes = shape.scopes();
    (0..shape.events).map(move |number| {
        let scope = &scopes[(mixed(number, 6) % scopes.len() as u64) as usize];
        let at = Timestamp(BEGIN + number.cast_signed() * EVERY);
        let id = u128::from(at.0.unsigned_abs() & 0xffff_ffff_ffff) << 80
            | 7 << 76
            | 2 << 62
            | u128::from(mixed(number, 7) >> 2);
        let place = EventPlace { at, id: EventId(id) };
        let account = people.id(mixed(number, 8) % people.everybody().end);
        let member = people.id(mixed(number, 9) % people.everybody().end);
        let (name, source) = (NAMES[(number % 4) as usize], scope.service.signing_name());
        let region = scope.region.clone();
        let document = format!(
            "{{\"eventVersion\":\"1.11\",\"userIdentity\":{{\"type\":\"Root\",\"principalId\":\"{account}\",\
             \"arn\":\"arn:aws:iam::{account}:root\",\"accountId\":\"{account}\",\"accessKeyId\":\"{account}\"}},\
             \"eventTime\":\"{}\",\"eventSource\":\"{source}.amazonaws.com\",\"eventName\":\"{name}\",\"awsRegion\":\"{region}\",\
             \"sourceIPAddress\":\"192.0.2.{}\",\"userAgent\":\"aws-cli/2 – ünïcode\",\
             \"requestParameters\":{{\"accountIds\":[\"{member}\"]}},\"responseElements\":null,\
             \"eventID\":\"{}\",\"readOnly\":false,\"eventType\":\"AwsApiCall\",\"managementEvent\":true,\
             \"recipientAccountId\":\"{account}\",\"eventCategory\":\"Management\"}}",
            written(at),
            number % 256,
            place.id,
        );
        Entry::Event(Event { account, region, place, document })
    })
}
