/** Files of a workshop that are left on servers. */
const WORKSHOP = [".env", ".env.local", ".env.production", ".git/HEAD", ".git/config", ".git/index", ".gitignore"]
  .concat([".svn/entries", ".hg/store", ".DS_Store", ".idea/workspace.xml", ".vscode/settings.json", ".npmrc"])
  .concat([".htaccess", ".htpasswd", ".ssh/id_rsa", ".aws/credentials", ".docker/config.json", ".stoa/secrets.json"])
  .concat(["package.json", "package-lock.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", "tsconfig.json", "turbo.json"])
  .concat(["Dockerfile", "docker-compose.yml", "Makefile", "README.md", "ARCHITECTURE.md", "next.config.ts"])
  .concat(["src/main.ts", "src/env.ts", "src/proxy.ts", "drizzle/0000.sql", "node_modules/next/package.json"])
  .concat([".next/BUILD_ID", ".next/server/app/page.js", ".next/routes-manifest.json", "_next/../.env"])
  .concat(["_next/static/../../.env", "_next/BUILD_ID", "_next/server/middleware.js", "_next/data/x/index.json"]);

/** Doors of other software, and of ours that stand elsewhere. */
const DOORS = ["admin", "admin/login", "administrator", "wp-admin/", "wp-login.php", "phpmyadmin/", "phpinfo.php"]
  .concat(["actuator", "actuator/env", "actuator/heapdump", "server-status", "server-info", "nginx_status", "status"])
  .concat(["metrics", "queues", "health", "debug", "debug/pprof", "debug/vars", "api/debug", "console", "trace"])
  .concat(["graphql", "graphiql", "swagger", "swagger-ui.html", "swagger.json", "api-docs", "v2/api-docs", "api/v1"])
  .concat(["api/trpc", "api/trpc-panel", "api/mcp", "api/auth/providers", "api/auth/session", "api/auth/signout"])
  .concat(["api/health", "api/health/live", "api/health/ready", "api/webhooks", "api/webhooks/stripe", "api/internal"])
  .concat(["api/v1/users", "api/v1/orders", "api/v1/admin", "api/v1/__proto__", "api/trpc/__proto__", "cgi-bin/"])
  .concat(["design", "maintenance", "control/state", "control/faults", "sandbox", "mail", "books", "authenticator"])
  .concat([
    "jmx-console",
    "manager/html",
    "solr/",
    "jenkins/",
    "login",
    "logout",
    "config",
    "config.json",
    "config.php",
  ])
  .concat([
    ".well-known/security.txt",
    ".well-known/openid-configuration",
    "crossdomain.xml",
    "robots.txt",
    "sitemap.xml",
  ])
  .concat([
    "favicon.ico",
    "server.js",
    "index.php",
    "index.html~",
    "test",
    "tmp",
    "upload",
    "uploads/",
    "files/",
    "logs/",
  ]);

/** Copies that people make. */
const COPIED = ["index", "stoa", "backup", "db", "database", "dump", "site", "www", "web", "admin", "config", "env"];
const COPIES = [
  ".bak",
  ".old",
  ".orig",
  ".save",
  ".swp",
  "~",
  ".sql",
  ".sql.gz",
  ".zip",
  ".tar.gz",
  ".7z",
  ".log",
  ".map",
];

/** Ways to say "one folder up", so that one of them may pass. */
const UPWARDS = [
  "../",
  "..%2f",
  "%2e%2e/",
  "%2e%2e%2f",
  "..%5c",
  "..%255c",
  "%252e%252e%252f",
  "..%c0%af",
  "%c0%ae%c0%ae/",
].concat(["....//", "..;/", ".%00./", "..%00/", "%uff0e%uff0e%u2215", "..%ef%bc%8f"]);
const WANTED = ["etc/passwd", ".env", "package.json"];
const DOORSTEPS = ["", "courses/", "api/v1/courses/", "_next/static/", "orders/", "_next/image?url="];

/** Addresses that make a server call somebody else, or send a visitor away. */
const AWAY = ["/evil.example", "/\\evil.example", "\\evil.example", "%2f%2fevil.example", "%5cevil.example"]
  .concat(["https://evil.example", "sign-in?next=//evil.example", "sign-in?next=https://evil.example"])
  .concat(["sign-in?next=/%5cevil.example", "api/auth/signin?callbackUrl=https://evil.example"])
  .concat(["_next/image?url=http://127.0.0.1:1/&w=64&q=75", "_next/image?url=//evil.example/x.png&w=64&q=75"])
  .concat(["_next/image?url=http://169.254.169.254/latest/meta-data/&w=64&q=75", "%0d%0aSet-Cookie:x=1", "?%0d%0aX:1"]);

/** Every path that ffuf asks for, without its first slash. */
export function wordlist(): string[] {
  const copies = COPIED.flatMap((name) => COPIES.map((ending) => name + ending));
  const upwards = DOORSTEPS.flatMap((step) =>
    UPWARDS.flatMap((up) => WANTED.map((file) => `${step}${up.repeat(6)}${file}`)),
  );
  return [...WORKSHOP, ...DOORS, ...copies, ...upwards, ...AWAY];
}
