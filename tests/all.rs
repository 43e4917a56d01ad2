//! Every test that sees the program and the library from outside. They are one program, because each one more would be
//! linked with all of the library again.

mod architecture;
mod ci;
mod circumstances;
mod cli;
mod config;
mod eval;
mod faults;
mod formats;
mod fuzz;
mod inputs;
mod inputs_documents;
mod inputs_rows;
#[path = "support/invariants.rs"]
mod invariants;
mod language;
mod layers;
mod manual;
mod output;
#[path = "formats/parse.rs"]
mod parse;
mod promises;
mod properties;
mod readme;
mod repository;
mod rules;
mod stream;
#[path = "support/program.rs"]
mod support;
