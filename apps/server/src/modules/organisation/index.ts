export { createOrganisation, type Organisation } from "./organisation.module.ts";
export { organisationTables } from "./organisation.tables.ts";
