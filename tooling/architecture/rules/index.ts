import type { Rule } from "../rule.ts";
import { abuseCasesAreTested } from "./abuse-cases.ts";
import { noFileImportsItself } from "./cycles.ts";
import { documentsCiteWhatExists } from "./documents.ts";
import { domainsImportOnlyLowerRanks, domainsImportThroughIndex } from "./domains.ts";
import { variablesAreDocumented } from "./environment.ts";
import { appsUseTheApi, packagesAreImportedByName, packagesImportOnlyLowerPackages } from "./packages.ts";
import {
  environmentIsReadInOnePlace,
  facesImportNoTables,
  noGatewayIsNamedAbovePayments,
  onlyTheLedgerWritesTheLedger,
  pureFilesDoNoIo,
} from "./roles.ts";
import { filesAreKebabCase, filesFitTwoScreens, namesSaySomething } from "./shape.ts";

export const RULES: readonly Rule[] = [
  packagesImportOnlyLowerPackages,
  packagesAreImportedByName,
  appsUseTheApi,
  domainsImportOnlyLowerRanks,
  domainsImportThroughIndex,
  pureFilesDoNoIo,
  facesImportNoTables,
  environmentIsReadInOnePlace,
  variablesAreDocumented,
  onlyTheLedgerWritesTheLedger,
  noGatewayIsNamedAbovePayments,
  filesAreKebabCase,
  namesSaySomething,
  filesFitTwoScreens,
  noFileImportsItself,
  documentsCiteWhatExists,
  abuseCasesAreTested,
];
