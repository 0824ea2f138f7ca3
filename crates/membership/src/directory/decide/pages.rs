//! Pages of lists.

use crate::directory::ListPage;

/// A page out of what was loaded for it with one item more: the items, and the number of the last if there are
/// more.
pub(super) fn cut<T>(
    mut items: Vec<T>,
    page: ListPage,
    number: impl Fn(&T) -> u64,
) -> (Vec<T>, Option<u64>) {
    let more = items.len() > page.limit;
    items.truncate(page.limit);
    let last = items.last().filter(|_| more).map(number);
    (items, last)
}

/// A page out of all items, which come in the order of their numbers.
pub(super) fn of<T>(
    items: impl Iterator<Item = T>,
    page: ListPage,
    number: impl Fn(&T) -> u64,
) -> (Vec<T>, Option<u64>) {
    let beyond = |item: &T| page.after.is_none_or(|after| number(item) > after);
    let wanted = items.filter(beyond).take(page.and_one_more().limit).collect();
    cut(wanted, page, number)
}

/// The same for items that are numbered by their place, from 0.
pub(super) fn by_place<T>(items: impl Iterator<Item = T>, page: ListPage) -> (Vec<T>, Option<u64>) {
    let (numbered, next) = of((0..).zip(items), page, |(place, _)| *place);
    (numbered.into_iter().map(|(_, item)| item).collect(), next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(after: Option<u64>, limit: usize) -> ListPage {
        ListPage { after, limit }
    }

    #[test]
    fn a_page_ends_where_the_next_begins() {
        let items = || [2, 4, 6].into_iter();
        let number = |item: &u64| *item;
        assert_eq!(of(items(), page(None, 2), number), (vec![2, 4], Some(4)));
        assert_eq!(of(items(), page(Some(4), 2), number), (vec![6], None));
        assert_eq!(of(items(), page(None, 3), number), (vec![2, 4, 6], None));
        assert_eq!(of(items(), page(Some(6), 3), number), (vec![], None));
        assert_eq!(of(items(), page(Some(3), 1), number), (vec![4], Some(4)));
    }

    #[test]
    fn places_count_from_zero() {
        let items = || ["a", "b", "c"].into_iter();
        assert_eq!(by_place(items(), page(None, 1)), (vec!["a"], Some(0)));
        assert_eq!(by_place(items(), page(Some(0), 1)), (vec!["b"], Some(1)));
        assert_eq!(by_place(items(), page(Some(1), 1)), (vec!["c"], None));
    }
}
