# docker build -t kontakt-check .
# docker run --rm --network none -v "$PWD:/drafts:ro" kontakt-check templates
FROM rust:1-slim AS build
WORKDIR /build
COPY . .
RUN cargo build --locked --release --bin kontakt-check

FROM debian:stable-slim
COPY --from=build /build/target/release/kontakt-check /usr/local/bin/kontakt-check
RUN useradd --system --no-create-home drafts
USER drafts
WORKDIR /drafts
ENTRYPOINT ["kontakt-check"]
