import { reportErrors } from "@stoa/ui/report-errors";

reportErrors();
