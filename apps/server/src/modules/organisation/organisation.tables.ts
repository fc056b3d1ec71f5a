import type { Descriptors } from "../../platform/database/descriptor.ts";

/** How the data browser shows who agents are. */
export const organisationTables: Pick<Descriptors, "organisation_personas"> = {
  organisation_personas: {
    title: "Personas",
    summary: "Who agents are: a role, a name, and what each that is started so is told",
    names: "name",
    columns: {
      id: "Persona",
      slug: "Slug",
      name: "Name",
      role: "Role",
      description: "Description",
      skill: "Skill",
      status: "Status",
      created_at: "Made",
      updated_at: "Changed",
    },
    first: ["name", "role", "slug", "status", "updated_at"],
    searched: ["name", "role", "slug", "description"],
  },
};
