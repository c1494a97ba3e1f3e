import { expect, test } from "vitest";
import { accountLinks } from "./links.ts";

test("every link of a mail leads to its page of the web app, and carries its token whole", () => {
  const links = accountLinks({ WEB_URL: "https://school.example" });
  expect({
    verifyEmail: links.verifyEmail("a+b&c"),
    resetPassword: links.resetPassword("a+b&c"),
    changeEmail: links.changeEmail("a+b&c"),
    claimPurchase: links.claimPurchase("a+b&c"),
    signIn: links.signIn,
    forgotPassword: links.forgotPassword,
    sessions: links.sessions,
    security: links.security,
    support: links.support,
  }).toEqual({
    verifyEmail: "https://school.example/verify-email?token=a%2Bb%26c",
    resetPassword: "https://school.example/reset-password?token=a%2Bb%26c",
    changeEmail: "https://school.example/change-email?token=a%2Bb%26c",
    claimPurchase: "https://school.example/claim?token=a%2Bb%26c",
    signIn: "https://school.example/sign-in",
    forgotPassword: "https://school.example/forgot-password",
    sessions: "https://school.example/account/sessions",
    security: "https://school.example/account/security",
    support: "https://school.example/support",
  });
});
