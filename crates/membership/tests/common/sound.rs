//! What holds in every world that a table ends in: standings and relationships say the same.

use accede_membership::{Relationship, Status, Tally};

use super::{Lab, Who};

impl Lab {
    /// Checks that administrators, members and tallies agree, and both views of each relationship.
    pub(crate) fn require_sound(&self) {
        for relationship in self.world.relationships.values() {
            assert!(relationship.views_agree(), "{relationship:?}");
            self.require_membership(relationship);
        }
        for who in Who::AND_G {
            self.require_administrator(who);
            self.require_tally(who);
        }
    }

    /// A current member has this administrator.
    fn require_membership(&self, relationship: &Relationship) {
        let standing = self.world.standings.get(&relationship.pair.member);
        let administrator = standing.and_then(|standing| standing.administrator);
        let its = administrator == Some(relationship.pair.administrator);
        assert!(its || !relationship.is_associated(), "{administrator:?}: {relationship:?}");
    }

    /// Whoever has an administrator has a row with it that is a member's.
    fn require_administrator(&self, who: Who) {
        let Some(administrator) = self.standing(who).administrator else { return };
        let rows = self.world.relationships.values();
        let row = rows
            .filter(|r| r.pair.member == who.id() && r.pair.administrator == administrator)
            .find_map(Relationship::status);
        use Status::{AccountSuspended, Enabled, Paused, RegionDisabled};
        let current = matches!(row, Some(Enabled | Paused | AccountSuspended | RegionDisabled));
        assert!(current, "{who:?} has an administrator, whose row shows {row:?}");
    }

    fn require_tally(&self, who: Who) {
        let rows = self.world.relationships.values();
        let own = rows.filter(|r| r.pair.administrator == who.id());
        let counted = own.fold(Tally::default(), |tally, relationship| {
            tally.moved(Tally::default(), Tally::of(Some(relationship)))
        });
        assert_eq!(self.standing(who).tally, counted, "{who:?}");
    }
}
