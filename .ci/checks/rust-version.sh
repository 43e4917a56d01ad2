#!/usr/bin/env bash
# The least Rust version that Cargo.toml promises: no dependency asks for a newer one, and the program is checked with
# that toolchain where it is installed or can be. (That our own code uses nothing newer from the standard library, clippy
# sees: its lint `incompatible_msrv` reads the same line of Cargo.toml.)
set -euo pipefail
cd "$(dirname "$0")/../.."

least=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
[ -n "$least" ] || { echo "Cargo.toml names no rust-version"; exit 1; }
grep -q "$least or newer" README.md || { echo "README.md names another Rust version than $least"; exit 1; }

cargo metadata --locked --format-version 1 --filter-platform "$(rustc -vV | sed -n 's/^host: //p')" |
  python3 -c '
import json, sys
least = tuple(int(part) for part in sys.argv[1].split("."))
packages = json.load(sys.stdin)["packages"]
newer = [p for p in packages if p["rust_version"] and tuple(int(n) for n in p["rust_version"].split("."))[:2] > least[:2]]
for p in newer:
    print(p["name"], p["version"], "asks for Rust", p["rust_version"])
told = sum(1 for p in packages if p["rust_version"])
print(f"{len(packages)} packages, {told} of them with a least version, {len(newer)} above {sys.argv[1]}")
sys.exit(bool(newer))
' "$least"

if command -v rustup > /dev/null && ! rustup toolchain list | grep -q "^$least"; then
  timeout 120 rustup toolchain install "$least" --profile minimal > /dev/null 2>&1 || true
fi
if command -v rustup > /dev/null && rustup toolchain list | grep -q "^$least"; then
  CARGO_TARGET_DIR=target/least cargo "+$least" check --locked
else
  echo "skipped: the toolchain $least is not there and cannot be had; 'rustup toolchain install $least' brings it"
fi
