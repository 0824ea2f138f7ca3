//! How requests and answers are written: protocols, routes, tokens, errors. Knows no operation.

pub(crate) mod account_words;
pub(crate) mod constraints;
pub(crate) mod error;
pub(crate) mod iam_words;
pub(crate) mod json;
pub(crate) mod json_1_1;
pub(crate) mod listing;
pub(crate) mod page_token;
pub(crate) mod percent;
pub(crate) mod query_form;
pub(crate) mod query_xml;
pub(crate) mod rest_json;
pub(crate) mod router;
pub(crate) mod seal;
pub(crate) mod shapes;
pub(crate) mod timestamp;
