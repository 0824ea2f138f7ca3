//! The suite, on the store in PostgreSQL: at each isolation level, and on several openers of one store.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails so")]

mod cluster;
mod postgres_store;
mod suite;

use std::sync::Arc;

use cluster::Cluster;
use postgres_store::{LEVELS, Nodes, at, connect};
use suite::{Opened, suite};

/// A store whose transactions have this isolation level.
async fn opened(level: &str) -> Option<Opened> {
    let cluster = Cluster::shared()?;
    let store = connect(cluster, &cluster.new_database(), &at(level)).await;
    Some(Opened { store: Arc::new(store), directory: None })
}

mod read_committed {
    async fn open() -> Option<super::Opened> {
        super::opened(super::LEVELS[0]).await
    }

    super::suite!(open);
}

mod repeatable_read {
    async fn open() -> Option<super::Opened> {
        super::opened(super::LEVELS[1]).await
    }

    super::suite!(open);
}

mod serializable {
    async fn open() -> Option<super::Opened> {
        super::opened(super::LEVELS[2]).await
    }

    super::suite!(open);
}

/// Three openers, each at another level: none of them can rely on that of the others.
mod nodes {
    async fn open() -> Option<super::Opened> {
        let parameters = super::LEVELS.map(super::at).to_vec();
        let nodes = super::Nodes::start(super::Cluster::shared()?, parameters).await;
        Some(super::Opened { store: super::Arc::new(nodes), directory: None })
    }

    super::suite!(open);
}

/// Without prepared statements and without shared locks: what poolers and other engines may ask for.
mod otherwise {
    async fn open() -> Option<super::Opened> {
        let cluster = super::Cluster::shared()?;
        let parameters = "&prepared_statements=off&row_locks=update";
        let store = super::connect(cluster, &cluster.new_database(), parameters).await;
        Some(super::Opened { store: super::Arc::new(store), directory: None })
    }

    super::suite!(open);
}
