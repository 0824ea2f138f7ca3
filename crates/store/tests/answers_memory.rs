//! What is counted of kept answers is about what they take. A process of its own: what others do in it would count, too.

use accede_membership::{AccountId, Region, Scope, Service};
use accede_store::Answers;
use accede_store::answers::{Known, Question};

/// What this process has in memory that is in no file, in bytes.
fn resident() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("RssAnon"))?;
    line.split_whitespace().nth(1)?.parse().ok().map(|kilobytes: f64| kilobytes * 1024.0)
}

#[test]
fn what_is_counted_is_about_what_is_taken() {
    const MOST: usize = 64 << 20;
    let scope = Scope { service: Service::Macie, region: Region::home() };
    let (before, answers) = (resident().unwrap(), Answers::new(MOST));
    // Of other lengths each time, so that what goes leaves gaps.
    for (turn, length) in (0u64..).zip([3_000, 5_000, 1_500, 6_000]) {
        for number in turn * 50_000..turn * 50_000 + MOST as u64 / length * 3 / 2 {
            let answer = vec![7; (length + number * 7_919 % length) as usize];
            let account = AccountId::new(number).unwrap();
            let words = [&b""[..], b"MaxResults=50", b""];
            let operation = "ListMembers";
            let question = Question { scope: &scope, account, operation, words };
            for _ in 0..2 {
                if let Known::Not(since) = answers.recall(&question) {
                    answers.keep(&question, since, &answer);
                }
            }
        }
        let part = (resident().unwrap() - before) / MOST as f64;
        assert!((0.75..1.2).contains(&part), "{part} of what may be kept, in turn {turn}");
    }
}
