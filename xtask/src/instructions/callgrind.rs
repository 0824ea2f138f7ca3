//! Files that callgrind writes: what each function took, itself and with what it called.

use std::collections::{BTreeMap, HashMap};

/// All instructions that were counted.
///
/// # Errors
/// When the file does not say so.
pub(super) fn total(file: &str) -> Result<u64, String> {
    let total = file.lines().rev().find_map(|line| line.strip_prefix("totals: "));
    let total = total.and_then(|total| total.trim().parse().ok());
    total.ok_or_else(|| "callgrind wrote no total".to_owned())
}

/// A function, and the source that a part of its code comes from, which is another's where that was inlined.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) function: String,
    /// Where the function is.
    pub(super) home: String,
    pub(super) source: String,
}

/// What a whole run took.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Profile {
    /// Instructions of functions themselves.
    pub(super) own: BTreeMap<Place, i64>,
    /// Instructions of functions with what they called; of one that calls itself, more than that.
    pub(super) whole: BTreeMap<String, i64>,
    /// The same of one function, by where it is called.
    pub(super) calls: BTreeMap<(String, Place), i64>,
}

impl Profile {
    /// What callgrind wrote.
    pub(super) fn read(text: &str) -> Profile {
        let mut reader = Reader::default();
        text.lines().for_each(|line| reader.line(line));
        reader.profile
    }

    /// What this run took more than another one.
    pub(super) fn less(mut self, other: &Profile) -> Profile {
        subtract(&mut self.own, &other.own);
        subtract(&mut self.whole, &other.whole);
        subtract(&mut self.calls, &other.calls);
        self
    }
}

fn subtract<K: Ord + Clone>(from: &mut BTreeMap<K, i64>, what: &BTreeMap<K, i64>) {
    for (key, count) in what {
        *from.entry(key.clone()).or_default() -= count;
    }
    from.retain(|_, count| *count != 0);
}

/// Names are written once, and by a number from then on.
#[derive(Debug, Default)]
struct Names(HashMap<String, String>);

impl Names {
    fn name(&mut self, word: &str) -> String {
        let Some((number, name)) = word.split_once(')') else { return word.to_owned() };
        let name = name.trim();
        if name.is_empty() {
            return self.0.get(number).cloned().unwrap_or_default();
        }
        self.0.insert(number.to_owned(), name.to_owned());
        name.to_owned()
    }
}

#[derive(Debug, Default)]
struct Reader {
    files: Names,
    functions: Names,
    file: String,
    place: Place,
    callee: String,
    /// The next costs are those of a call.
    is_call: bool,
    profile: Profile,
}

impl Reader {
    fn line(&mut self, line: &str) {
        if line.starts_with(|c: char| c.is_ascii_digit() || "+-*".contains(c)) {
            return self.costs(line);
        }
        let Some((what, word)) = line.split_once('=') else { return };
        match what {
            "fl" => self.file = self.files.name(word),
            "fi" | "fe" => self.place.source = self.files.name(word),
            "cfi" | "cfl" => drop(self.files.name(word)),
            "cfn" => self.callee = self.functions.name(word),
            "fn" => {
                let (function, file) = (self.functions.name(word), self.file.clone());
                self.place = Place { function, home: file.clone(), source: file };
            }
            "calls" => self.is_call = true,
            _ => {}
        }
    }

    /// A position, and what was counted there.
    fn costs(&mut self, line: &str) {
        let count = line.split(' ').nth(1).and_then(|count| count.parse().ok()).unwrap_or(0);
        let place = self.place.clone();
        if std::mem::take(&mut self.is_call) {
            *self.profile.calls.entry((self.callee.clone(), place)).or_default() += count;
        } else {
            *self.profile.own.entry(place).or_default() += count;
        }
        *self.profile.whole.entry(self.place.function.clone()).or_default() += count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
# callgrind format
positions: line
events: Ir
summary: 100

fl=(1) a.rs
fn=(1) one
1 10
+2 5
fi=(2) b.rs
4 7
fe=(1)
5 1
cfi=(2)
cfn=(2) two
calls=3 9
6 30

fl=(2)
fn=(2)
9 20
cob=(3) libc.so
cfi=(3) malloc.c
cfn=(3) malloc
calls=1 1
* 10
totals: 53
";

    fn place(function: &str, home: &str, source: &str) -> Place {
        let [function, home, source] = [function, home, source].map(str::to_owned);
        Place { function, home, source }
    }

    #[test]
    fn costs_are_those_of_functions_and_of_what_was_inlined() {
        let profile = Profile::read(FILE);
        let own: Vec<_> = profile.own.into_iter().collect();
        let expected = [
            (place("one", "a.rs", "a.rs"), 16),
            (place("one", "a.rs", "b.rs"), 7),
            (place("two", "b.rs", "b.rs"), 20),
        ];
        assert_eq!(own, expected);
        let whole: Vec<_> = profile.whole.into_iter().collect();
        assert_eq!(whole, [("one".to_owned(), 53), ("two".to_owned(), 30)]);
        let calls: Vec<_> = profile.calls.into_iter().collect();
        let call = |name: &str, place, count| ((name.to_owned(), place), count);
        let expected = [
            call("malloc", place("two", "b.rs", "b.rs"), 10),
            call("two", place("one", "a.rs", "a.rs"), 30),
        ];
        assert_eq!(calls, expected);
    }

    #[test]
    fn what_both_runs_took_is_in_neither() {
        let more = FILE.replace("+2 5", "+2 8");
        let less = Profile::read(&more).less(&Profile::read(FILE));
        assert_eq!(less.own.into_iter().collect::<Vec<_>>(), [(place("one", "a.rs", "a.rs"), 3)]);
        assert_eq!(less.whole.into_iter().collect::<Vec<_>>(), [("one".to_owned(), 3)]);
    }

    #[test]
    fn the_total_is_at_the_end() {
        assert_eq!(total(FILE), Ok(53));
        assert!(total("summary: 100\n").is_err());
    }
}
