//! Lists that are cut from an answer: a catalogue, or the documents of a configuration.
//!
//! Each item has a number that it keeps, in whose order the list is. A page token holds the number of the last item
//! and is bound to the filters of its list (semantics §1.6).

use accede_membership::{AccountId, Page};

use super::constraints::{self, ListParameters};
use super::error::BadInput;
use super::page_token::{Binding, Cursor};
use super::rest_json::{Call, Input};
use crate::entropy;

/// Which items a request asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listing {
    /// The number of the last item of the page before.
    after: Option<u64>,
    limit: usize,
    filters: String,
}

impl Listing {
    /// Reads size and token from the query. `filters` is what else the request says of the list.
    pub(crate) fn of_query(
        input: &Input<'_>,
        names: ListParameters,
        most: usize,
        filters: String,
    ) -> Result<Listing, BadInput> {
        let limit = constraints::limit(input, names, most)?;
        Listing::of(input.call, names, limit, input.query.get(names.next_token), filters)
    }

    /// Takes size and token from the body.
    pub(crate) fn of_body(
        call: &Call<'_>,
        names: ListParameters,
        most: usize,
        (max_results, next_token): (Option<i64>, Option<&str>),
        filters: String,
    ) -> Result<Listing, BadInput> {
        let out_of_bounds = || BadInput::Invalid(names.out_of_bounds.to_owned());
        let fits = |limit: usize| (1..=most).contains(&limit).then_some(limit);
        let limit = match max_results {
            None => most,
            Some(number) => {
                usize::try_from(number).ok().and_then(fits).ok_or_else(out_of_bounds)?
            }
        };
        Listing::of(call, names, limit, next_token, filters)
    }

    fn of(
        call: &Call<'_>,
        names: ListParameters,
        limit: usize,
        token: Option<&str>,
        filters: String,
    ) -> Result<Listing, BadInput> {
        let mut listing = Listing { after: None, limit, filters };
        if let Some(token) = token {
            let operation = listing.operation(call);
            let cursor: Option<Cursor> = call.tokens.open(listing.binding(call, &operation), token);
            let cursor = cursor.ok_or_else(|| constraints::invalid_token(names.next_token))?;
            listing.after = Some(cursor.after);
        }
        Ok(listing)
    }

    fn operation(&self, call: &Call<'_>) -> String {
        format!("{}\n{}", call.operation, self.filters)
    }

    fn binding<'a>(&self, call: &'a Call<'_>, operation: &'a str) -> Binding<'a> {
        Binding::in_scope(&call.scope, call.account, operation)
    }

    /// The page of a list of accounts, whose number is their id.
    pub(crate) fn page(&self) -> Page {
        Page { after: self.after.and_then(AccountId::new), limit: self.limit }
    }

    /// The items of the page, which come in the order of their numbers, and the token of the next page.
    pub(crate) fn cut<T>(
        &self,
        call: &Call<'_>,
        items: impl Iterator<Item = (u64, T)>,
    ) -> (Vec<T>, Option<String>) {
        let beyond = |(number, _): &(u64, T)| self.after.is_none_or(|after| *number > after);
        let mut rest = items.filter(beyond);
        let (mut shown, mut last) = (Vec::new(), None);
        for (number, item) in rest.by_ref().take(self.limit) {
            shown.push(item);
            last = Some(number);
        }
        let last = last.filter(|_| rest.next().is_some());
        (shown, last.map(|after| self.token(call, after)))
    }

    /// The token of the page after the item with this number.
    pub(crate) fn token(&self, call: &Call<'_>, after: u64) -> String {
        let operation = self.operation(call);
        let cursor = Cursor { after, only_associated: false };
        call.tokens.seal(self.binding(call, &operation), &cursor, entropy::bytes())
    }
}
