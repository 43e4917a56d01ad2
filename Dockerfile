# docker build -t kontakt-check .
# docker run --rm --network none -v "$PWD:/drafts:ro" kontakt-check templates
# Both stages stand on the same Debian, so that the program finds the C library that it was built with.
FROM rust:1-slim-trixie AS build
WORKDIR /build
COPY . .
RUN cargo build --locked --release --bin kontakt-check

FROM debian:trixie-slim
COPY --from=build /build/target/release/kontakt-check /usr/local/bin/kontakt-check
# Nobody in particular: drafts are only read.
USER 65534:65534
WORKDIR /drafts
ENTRYPOINT ["kontakt-check"]
