# Two images from one file:
#   docker build --target gateway  -t tidegate .            the gateway alone
#   docker build --target embedded -t tidegate:embedded .   with the embedded demonstration model
# Without a daemon and a registry of images: deploy/image/build-rootless.sh, which brings a base of its own.
# glibc (slim, not alpine): onnxruntime-node ships no musl binary.
ARG NODE_IMAGE=node:24-slim

FROM ${NODE_IMAGE} AS manifest
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

# What runs needs `node` and no package manager, and nobody in it may become somebody else.
FROM ${NODE_IMAGE} AS runtime
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn* /opt/yarn* \
       /usr/local/include /usr/local/share/doc /usr/local/share/man /usr/share/doc /usr/share/man /var/lib/apt/lists/* /var/cache/apt/* \
       /root/.npm /tmp/* \
    && find / -xdev -type f -perm /6000 -exec chmod a-s {} + \
    && mkdir -p /etc/tidegate

# In one layer: what was removed above would still be in those of the base.
FROM scratch AS base
COPY --from=runtime / /
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin NODE_ENV=production
WORKDIR /app
COPY --from=manifest /app/package.json ./
COPY --from=build /app/dist ./dist
# `node` of the base, by number: Kubernetes cannot tell from a name that it is not root.
USER 1000:1000
EXPOSE 8080
STOPSIGNAL SIGTERM
# `docker run IMAGE serve`, as SageMaker starts containers, works too.
ENTRYPOINT ["node", "dist/main.js"]
# Kubernetes and ECS have checks of their own. HEALTH_URL is for a config with another port.
HEALTHCHECK --interval=10s --timeout=2s CMD ["node", "-e", "fetch(process.env.HEALTH_URL ?? 'http://127.0.0.1:8080/ping').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

FROM base AS embedded
COPY --from=modules-embedded /app/node_modules ./node_modules
CMD ["serve", "--host", "0.0.0.0"]

FROM base AS gateway
COPY --from=modules /app/node_modules ./node_modules
# Mount the configuration there.
CMD ["serve", "--host", "0.0.0.0", "-c", "/etc/tidegate/tidegate.yaml"]
