-- Removes entries older than a generation.
-- KEYS entries; ARGV highest credible generation, then the generation of each key's prefix.
-- Answers how many were removed.
local removed = 0
for i, key in ipairs(KEYS) do
  local generation = stamp(key, tonumber(ARGV[1]))
  if not generation or generation < tonumber(ARGV[i + 1]) then
    removed = removed + redis.call('UNLINK', key)
  end
end
return {removed}
