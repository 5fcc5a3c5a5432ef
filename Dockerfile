# Production: the bot, the jobs and the web role in one image. Which of them a container is, ROLES says.
FROM node:20-slim

WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080

COPY package.json package-lock.json ./
RUN npm install --no-save --omit=dev && npm cache clean --force

# .dockerignore lets only production files through.
COPY . .
RUN npm run build

USER node
EXPOSE 8080

# What `npm run serve` runs, without npm in between: the signal to stop must reach the process itself.
CMD ["node", "--enable-source-maps", "dist/main.mjs"]
