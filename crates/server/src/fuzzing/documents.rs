//! Documents of the store: what can be read is written as something that reads the same.

pub(super) fn run(bytes: &[u8]) {
    accede_store::fuzzing::documents(bytes);
}
