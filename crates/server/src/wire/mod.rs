//! How requests and answers are written: protocols, routes, tokens, errors. Knows no operation.

pub(crate) mod constraints;
pub(crate) mod error;
pub(crate) mod page_token;
pub(crate) mod percent;
pub(crate) mod query_xml;
pub(crate) mod rest_json;
pub(crate) mod router;
pub(crate) mod shapes;
pub(crate) mod timestamp;
