import { beforeEach, describe, expect, test } from "vitest";
import { testSandbox } from "../../../../tooling/testing/test-sandbox.ts";

const sandbox = testSandbox();
const TOKEN = { authorization: "token sandbox:sandbox" };
const MAYA = "maya@example.com";

interface Answer {
  status: number;
  body: { data?: unknown; exc_type?: string; _server_messages?: string; message?: string };
}

async function api(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = TOKEN,
): Promise<Answer> {
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const response = await fetch(`${sandbox.url}/frappe/api/${path}`, init);
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}

const list = (doctype: string, query: Record<string, string> = {}) =>
  api("GET", `resource/${encodeURIComponent(doctype)}?${new URLSearchParams(query)}`);
const makeUser = (email = MAYA) => api("POST", "resource/User", { email, first_name: "Maya", send_welcome_email: 0 });
const enrol = (course = "greek", member = MAYA) => api("POST", "resource/LMS%20Enrollment", { course, member });

beforeEach(() => sandbox.control("POST", "reset"));

describe("identity", () => {
  test("ping needs no key, everything else does", async () => {
    expect(await api("GET", "method/ping", undefined, {})).toMatchObject({ status: 200, body: { message: "pong" } });
    expect(await api("GET", "method/frappe.auth.get_logged_user", undefined, {})).toMatchObject({ status: 403 });
    expect(await api("GET", "method/frappe.auth.get_logged_user")).toMatchObject({ status: 200 });
  });

  test("a key may come as token or as Basic; a wrong one is a 401", async () => {
    const basic = { authorization: `Basic ${btoa("sandbox:sandbox")}` };
    expect((await api("GET", "resource/User", undefined, basic)).status).toBe(200);
    for (const authorization of ["token sandbox:wrong", "Bearer sandbox:sandbox", "token", `Basic ${btoa("a:b")}`]) {
      const refused = await api("GET", "resource/User", undefined, { authorization });
      expect(refused).toMatchObject({ status: 401, body: { exc_type: "AuthenticationError" } });
    }
  });
});

describe("users", () => {
  test("are named by the lower-cased address, and a second is a duplicate", async () => {
    expect(await makeUser("Maya@Example.com")).toMatchObject({ status: 200, body: { data: { name: MAYA } } });
    expect(await api("GET", "resource/User/MAYA@example.com")).toMatchObject({ body: { data: { email: MAYA } } });
    expect(await makeUser()).toMatchObject({ status: 409, body: { exc_type: "DuplicateEntryError" } });
    expect(await api("GET", "resource/User/nobody@example.com")).toMatchObject({ status: 404 });
  });

  test("need an address and a name", async () => {
    expect(await api("POST", "resource/User", { email: MAYA })).toMatchObject({
      status: 417,
      body: { exc_type: "MandatoryError" },
    });
    expect((await makeUser("not an address")).status).toBe(417);
  });
});

describe("enrolments", () => {
  beforeEach(async () => {
    await makeUser();
  });

  test("a duplicate is a ValidationError whose text is encoded twice", async () => {
    expect((await enrol()).status).toBe(200);
    const second = await enrol();
    expect(second).toMatchObject({ status: 417, body: { exc_type: "ValidationError" } });
    const [message] = JSON.parse(second.body._server_messages ?? "[]") as string[];
    expect(JSON.parse(message ?? "{}")).toMatchObject({ message: expect.stringContaining("already enrolled") });
  });

  test("no unique index stands in the way of two, so the books can hold both", async () => {
    await enrol();
    await sandbox.sql`INSERT INTO frappe.enrollment (name, course, member, member_type, role, owner, creation, modified)
      SELECT 'twin', course, member, member_type, role, owner, creation, modified FROM frappe.enrollment`;
    expect((await list("LMS Enrollment")).body.data).toHaveLength(2);
  });

  test("are read, changed and deleted by name", async () => {
    const { name, modified } = (await enrol()).body.data as { name: string; modified: string };
    const path = `resource/LMS%20Enrollment/${name}`;
    expect(await api("GET", path)).toMatchObject({ body: { data: { course: "greek", member: MAYA, progress: 0 } } });
    expect(await api("PUT", path, { role: "Admin", progress: 100, modified })).toMatchObject({
      body: { data: { role: "Admin", progress: 0 } },
    });
    expect(await api("PUT", path, { role: "Member", modified })).toMatchObject({
      status: 417,
      body: { exc_type: "TimestampMismatchError" },
    });
    expect(await api("DELETE", path)).toMatchObject({ status: 202, body: { data: "ok" } });
    expect(await api("DELETE", path)).toMatchObject({ status: 404, body: { exc_type: "DoesNotExistError" } });
  });

  test("progress changes without a trace in `modified`", async () => {
    const { name, modified } = (await enrol()).body.data as { name: string; modified: string };
    await sandbox.control("POST", "lms/complete", { course: "greek", member: MAYA, lessons: ["Begin here"] });
    expect(await api("GET", `resource/LMS%20Enrollment/${name}`)).toMatchObject({
      body: { data: { progress: 25, modified } },
    });
    const rows = await list("LMS Course Progress", { fields: '["lesson","status"]' });
    expect(rows.body.data).toEqual([{ lesson: "Begin here", status: "Complete" }]);
  });

  test("nobody completes a lesson of a course they are not in", async () => {
    const refused = sandbox.control("POST", "lms/complete", { course: "latin", member: MAYA });
    await expect(refused).rejects.toThrow("409");
  });
});

describe("lists", () => {
  beforeEach(async () => {
    for (let index = 0; index < 25; index++) await makeUser(`p${String(index).padStart(2, "0")}@example.com`);
  });

  test("give twenty names unless asked otherwise; length 0 gives all", async () => {
    const rows = (await list("User")).body.data as object[];
    expect(rows).toHaveLength(20);
    expect(Object.keys(rows[0] ?? {})).toEqual(["name"]);
    expect((await list("User", { limit_page_length: "0" })).body.data).toHaveLength(25);
  });

  test.each([
    ['[["name","=","p03@example.com"]]', ["p03"]],
    ['{"name":"p03@example.com"}', ["p03"]],
    ['{"name":["in",["p03@example.com","p04@example.com"]]}', ["p03", "p04"]],
    ['[["User","name","like","p0%"],["name","<","p02@example.com"]]', ["p00", "p01"]],
    ['[["name","not in",[]],["name",">=","p24@example.com"]]', ["p24"]],
    ['[["last_name","is","set"]]', []],
    ['[["last_name","is","not set"],["name","<=","p00@example.com"]]', ["p00"]],
    [
      '[["name","!=","p00@example.com"],["name","not like","p1%"],["name",">","p07@example.com"],["name","<","p20"]]',
      ["p08", "p09"],
    ],
  ])("filter by %s", async (filters, wanted) => {
    const { body } = await list("User", { filters, order_by: "name asc", limit_page_length: "0" });
    expect((body.data as { name: string }[]).map(({ name }) => name.slice(0, 3))).toEqual(wanted);
  });

  test("or_filters narrow what the filters leave", async () => {
    const { body } = await list("User", {
      filters: '[["name","<","p05@example.com"]]',
      or_filters: '[["name","=","p01@example.com"],["name",">","p03@example.com"]]',
      order_by: "`tabUser`.`name` desc",
    });
    expect(body.data).toEqual([{ name: "p04@example.com" }, { name: "p01@example.com" }]);
  });

  test("page by start and length", async () => {
    const { body } = await list("User", { order_by: "name asc", limit_start: "23", limit_page_length: "5" });
    expect(body.data).toEqual([{ name: "p23@example.com" }, { name: "p24@example.com" }]);
  });

  test.each<Record<string, string>>([
    { fields: '["password"]' },
    { filters: '[["password","=","x"]]' },
    { order_by: "password" },
    { order_by: "name; drop table x" },
    { filters: '[["name","~","x"]]' },
    { filters: "nonsense" },
    { filters: "[1]" },
  ])("refuse %o", async (query) => {
    expect((await list("User", query)).status).toBe(417);
  });
});

describe("courses", () => {
  test("come into being when they are asked for, but not those that say they do not exist", async () => {
    expect(await api("GET", "resource/LMS%20Course/greek-for-beginners")).toMatchObject({
      body: { data: { title: "Greek for beginners", published: 1, lessons: 4 } },
    });
    expect((await api("GET", "resource/LMS%20Course/no-such-course")).status).toBe(404);
    expect((await api("GET", "resource/LMS%20Course/Not%20A%20Slug")).status).toBe(404);
  });

  test("and certificates cannot be made from outside", async () => {
    expect((await api("POST", "resource/LMS%20Course", { title: "x" })).status).toBe(403);
    expect((await api("POST", "resource/LMS%20Certificate", { member: MAYA })).status).toBe(403);
    expect((await api("GET", "resource/Secrets")).status).toBe(404);
    expect((await api("GET", "resource")).status).toBe(404);
  });
});

describe("the learner's pages", () => {
  const page = async (path: string) => (await fetch(`${sandbox.url}/frappe/courses${path}`)).text();

  test("show who is enrolled and who is not", async () => {
    await makeUser();
    await enrol();
    expect(await page("")).toContain("Greek");
    expect(await page("/greek")).toContain(MAYA);
    expect(await page(`/greek?member=${MAYA}`)).toContain("You are enrolled");
    expect(await page("/greek?member=ravi@example.com")).toContain("is not enrolled");
    expect((await fetch(`${sandbox.url}/frappe/courses/no-such-course`)).status).toBe(404);
    expect((await fetch(`${sandbox.url}/frappe/courses/greek/none`)).status).toBe(404);
  });

  test("say what was refused: a certificate before the end", async () => {
    await makeUser();
    await enrol();
    const body = new URLSearchParams({ member: MAYA });
    const answer = await fetch(`${sandbox.url}/frappe/courses/greek/certificate`, { method: "POST", body });
    expect(await answer.text()).toContain("You have not completed the course yet.");
  });

  test("escape what people type", async () => {
    expect(await page(`/greek?member=${encodeURIComponent("<script>alert(1)</script>")}`)).not.toContain("<script>");
  });
});
