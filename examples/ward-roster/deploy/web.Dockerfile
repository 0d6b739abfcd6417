FROM node:22-alpine AS build
ARG NEXT_PUBLIC_API_BASE
ENV NEXT_PUBLIC_API_BASE=$NEXT_PUBLIC_API_BASE
WORKDIR /build
COPY web/package.json .
RUN npm install --no-audit --no-fund
COPY web .
RUN npx next build

FROM node:22-alpine
RUN apk add --no-cache curl
WORKDIR /srv/web
COPY --from=build /build/.next/standalone .
COPY --from=build /build/.next/static .next/static
ENV NODE_ENV=production
USER node

EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --retries=3 CMD curl --fail --silent http://localhost:3000/healthz || exit 1
CMD ["node", "server.js"]
