-- A family of types is a range of them, which a language's order of letters would tear apart.
alter table messages alter column type type text collate "C";
