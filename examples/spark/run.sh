#!/usr/bin/env bash
# Checks a partitioned data set on a small Spark cluster on this machine, kills an executor on the way, and
# compares the result with that of one process. Needs Java 17, Python 3 and, for the first time, PyPI.
#
#   examples/spark/run.sh [BINARY]
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
binary="${1:-}"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
environment="${SPARK_VENV:-${XDG_CACHE_HOME:-$HOME/.cache}/kontakt-check-spark}"

if [ -z "$binary" ]; then
  cargo build --release --locked --quiet --manifest-path "$here/../../Cargo.toml"
  binary="${CARGO_TARGET_DIR:-$here/../../target}/release/kontakt-check"
fi
cp "$binary" "$scratch/kontakt-check"

if ! "$environment/bin/python" -c "import pyspark" 2>/dev/null; then
  python3 -m venv "$environment"
  "$environment/bin/pip" install --quiet pyspark==4.0.1
fi
export PYSPARK_PYTHON="$environment/bin/python" PYSPARK_DRIVER_PYTHON="$environment/bin/python"
SPARK_HOME="$("$environment/bin/python" -c 'import os, pyspark; print(os.path.dirname(pyspark.__file__))')"
export SPARK_HOME SPARK_LOCAL_DIRS="$scratch/spark" SPARK_WORKER_DIR="$scratch/work" SPARK_LOCAL_IP=127.0.0.1
cd "$scratch"
"$environment/bin/python" "$here/demo.py" "$scratch/kontakt-check" "$scratch"
