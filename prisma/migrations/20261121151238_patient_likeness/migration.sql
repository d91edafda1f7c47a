-- AlterTable
ALTER TABLE "search_entries" ADD COLUMN     "likeness" BIGINT[] DEFAULT ARRAY[]::BIGINT[];

-- By hand: the index. Each page of a pull looks for hundreds of keys at once: a list of pending entries, which every
-- look has to read whole, would cost more than it saves.
create index search_entries_likeness on search_entries using gin (likeness) with (fastupdate = off)
  where likeness <> '{}';

-- Which records are alike by which tokens, told by the tokens' places; of each token at most so many records. As the
-- other two it runs as the owner and filters on the organization and the clinics itself. Its joins are of what it has
-- read already, so they may hash even where page transactions may not.
create function records_alike(search_entity text, tokens json, at_most int)
returns table (place bigint, record_id uuid) language sql stable security definer set search_path = public
set enable_hashjoin = on as $$
  with wanted as materialized (
    select k.key, k.place from unnest(search_keys(app_org(), search_entity, tokens)) with ordinality as k(key, place)
  ), found as materialized (
    select s.record_id, s.likeness
      from search_entries s
     where s.likeness <> '{}' and s.likeness && (select array_agg(distinct key) from wanted)
       and s.organization_id = app_org() and s.entity = search_entity and may_see_record(s.record_id)
  ), shared as (
    select k.key, f.record_id, row_number() over (partition by k.key order by f.record_id) as n
      from found f cross join lateral unnest(f.likeness) as k(key)
  )
  select w.place, s.record_id from shared s join wanted w using (key) where s.n <= at_most
$$;
revoke all on function records_alike(text, json, int) from public;
grant execute on function records_alike(text, json, int) to carelane_app;
