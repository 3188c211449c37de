with served as (select from "attendance".schema_version_1)
    select p.* from (values ('0', null, '0', null))
      as p(deliveries, last_delivery, revisions, last_revision);
