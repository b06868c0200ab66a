# syntax=docker/dockerfile:1
# docker build -t anyflix .
# docker run --read-only -p 8000:8000 -e REDIS_HOST=redis anyflix
#
# .ci/image runs the RUN, HEALTHCHECK and ENTRYPOINT of this file without Docker.

FROM maven:3.9.11-eclipse-temurin-25 AS build
WORKDIR /build
COPY . .
RUN mvn -q -B -DskipTests -Dspotless.check.skip package

FROM eclipse-temurin:25.0.3_9-jre
LABEL org.opencontainers.image.title="Anyflix" \
      org.opencontainers.image.description="A REST API for AniList, TMDB and content providers with a cache" \
      org.opencontainers.image.licenses="Apache-2.0"
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
WORKDIR /anyflix
COPY --from=build /build/application/target/anyflix.jar anyflix.jar

# Writes the class archive: the demo runs, answers some requests, and writes it at its end.
RUN java -XX:AOTCacheOutput=anyflix.aot -jar anyflix.jar demo --port 8000 & \
    for attempt in {1..60}; do java -jar anyflix.jar health --port 8000 && break; sleep 1; done; \
    for path in anilist/media/1 anilist/media/1 anilist/trending tmdb/movies/603 search?q=blade; do \
      exec 3<>/dev/tcp/127.0.0.1/8000; \
      printf 'GET /api/%s HTTP/1.0\r\n\r\n' "$path" >&3; cat <&3 >/dev/null; \
    done; \
    kill %1; wait %1; test -s anyflix.aot

ENV HOST=0.0.0.0 PORT=8000 SHUTDOWN_DELAY_MS=5000
EXPOSE 8000
USER 65532:65532
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["java", "-XX:AOTCache=anyflix.aot", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-jar", "anyflix.jar", "health"]
ENTRYPOINT ["java", "-XX:AOTCache=anyflix.aot", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData", "-jar", "anyflix.jar"]
CMD ["serve"]
