# What is beside the gateway in compose.yaml: emulators and load. For development; the gateway's own image is the one at the top.
ARG NODE_IMAGE=node:24-slim
FROM ${NODE_IMAGE}
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY deploy/compose/emulators.mjs deploy/compose/load.mjs ./
USER 1000:1000
ENTRYPOINT ["node"]
