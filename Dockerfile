# Two images from one file:
#   docker build --target gateway  -t tidegate .            the gateway alone
#   docker build --target embedded -t tidegate:embedded .   with the embedded demonstration model
# glibc (slim, not alpine): onnxruntime-node ships no musl binary.
FROM node:24-slim AS manifest
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

FROM manifest AS build
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build

FROM manifest AS modules
RUN npm ci --no-audit --no-fund --omit=dev --omit=optional

FROM manifest AS modules-embedded
# The runtime's package holds the binaries of all platforms; only this one's is kept.
RUN npm ci --no-audit --no-fund --omit=dev \
    && rm -rf node_modules/onnxruntime-node/bin/napi-v*/darwin node_modules/onnxruntime-node/bin/napi-v*/win32 \
    && if [ "$(uname -m)" = x86_64 ]; then rm -rf node_modules/onnxruntime-node/bin/napi-v*/linux/arm64; \
       else rm -rf node_modules/onnxruntime-node/bin/napi-v*/linux/x64; fi

FROM node:24-slim AS base
ENV NODE_ENV=production
WORKDIR /app
COPY --from=manifest /app/package.json ./
COPY --from=build /app/dist ./dist
USER node
EXPOSE 8080
STOPSIGNAL SIGTERM
# `docker run IMAGE serve`, as SageMaker starts containers, works too.
ENTRYPOINT ["node", "dist/main.js"]
HEALTHCHECK --interval=10s --timeout=2s CMD ["node", "-e", "fetch('http://127.0.0.1:8080/ping').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

FROM base AS embedded
COPY --from=modules-embedded /app/node_modules ./node_modules
CMD ["serve", "--host", "0.0.0.0"]

FROM base AS gateway
COPY --from=modules /app/node_modules ./node_modules
# Mount the configuration there.
CMD ["serve", "--host", "0.0.0.0", "-c", "/etc/tidegate/tidegate.yaml"]
