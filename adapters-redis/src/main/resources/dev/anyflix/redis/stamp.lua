-- Reads the generation and the time of the load from the first bytes of an entry.
-- Answers nil for what this service did not write, or a generation beyond the limit.
local function stamp(key, limit)
  local head = redis.pcall('GETRANGE', key, 0, 255)
  if type(head) ~= 'string' then
    return nil
  end
  local generation, loaded = string.match(head,
    '^%s*{%s*"format"%s*:%s*3%s*,%s*"generation"%s*:%s*(%d+)%s*,%s*"loadedAt"%s*:%s*'
    .. '"(%d%d%d%d%-%d%d%-%d%dT%d%d:%d%d:%d%d%.%d%d%dZ)"')
  if not generation or #generation > 15 or tonumber(generation) > limit then
    return nil
  end
  return tonumber(generation), loaded
end
