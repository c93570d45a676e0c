-- Nothing is granted in advance: a table made later, such as a partition, would have grants nobody wrote down.
SELECT defaclobjtype, defaclacl
  FROM pg_default_acl
 WHERE defaclnamespace IN (0, 'public'::regnamespace);
-- broken by
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO promptcards_app;
