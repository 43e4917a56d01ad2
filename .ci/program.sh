# To be sourced in the project's folder: builds the program just as `cargo test` does, so that nothing is compiled a second
# time (what tests alone depend on gives some libraries more features), and says in `program` where it is.
cargo build --locked --quiet --tests
program=${CARGO_TARGET_DIR:-$PWD/target}/debug/kontakt-check
