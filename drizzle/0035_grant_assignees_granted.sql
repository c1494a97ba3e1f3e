-- Whose an application is to decide may change; see assign-application.ts.
GRANT UPDATE (assignee_id) ON grant_applications TO stoa_app;
