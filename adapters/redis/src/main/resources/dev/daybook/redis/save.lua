-- Writes and removes values of a view and moves its lanes, all in one step. Nothing is written unless it is still the
-- life of the view that the writer opened, and each lane that is to move is where the writer left it.
--
-- KEYS[1] the view
-- ARGV[1] 16 bytes: life and shape
-- ARGV[2] 20 bytes for each lane: the lane, its position before and after, big-endian
-- ARGV[3] how many values are written
-- ARGV[4..] for each of these its field and its value, which begins with the position of its last event; then for each
--           value that is removed its field and the position of the event that removes it
--
-- Answers 'saved'; or 'lost', 'behind' or 'ahead', and has done nothing.

local view = KEYS[1]
local header = redis.call('HGET', view, '@')
if not header or string.sub(header, 1, 16) ~= ARGV[1] then
  return 'lost'
end

local positions, lanes = {}, {}
for at = 17, #header, 12 do
  local lane, position = struct.unpack('>i4I8', header, at)
  positions[lane] = position
  lanes[#lanes + 1] = lane
end
local moved = false
for at = 1, #ARGV[2], 20 do
  local lane, before, after = struct.unpack('>i4I8I8', ARGV[2], at)
  if not positions[lane] then
    positions[lane] = 0
    lanes[#lanes + 1] = lane
  end
  if positions[lane] < before then
    return 'behind'
  elseif positions[lane] > before then
    return 'ahead'
  end
  positions[lane] = after
  moved = moved or after > before
end

-- Calls apply(field, value) for those of some pairs of arguments that are newer than what is stored. 500 at a time:
-- what is unpacked goes to Lua's stack, which has room for a few thousand.
local function newer(first, last, apply)
  for from = first, last, 1000 do
    local to = math.min(from + 999, last)
    local fields = {}
    for at = from, to, 2 do
      fields[#fields + 1] = ARGV[at]
    end
    local stored = redis.call('HMGET', view, unpack(fields))
    local changes = {}
    for i, field in ipairs(fields) do
      local value = ARGV[from + 2 * i - 1]
      if not stored[i] or struct.unpack('>I8', stored[i]) < struct.unpack('>I8', value) then
        apply(changes, field, value)
      end
    end
    if #changes > 0 then
      redis.call(changes.command, view, unpack(changes))
    end
  end
end

local removals = 4 + 2 * tonumber(ARGV[3])
newer(4, removals - 1, function(changes, field, value)
  changes.command = 'HSET'
  changes[#changes + 1] = field
  changes[#changes + 1] = value
end)
newer(removals, #ARGV, function(changes, field)
  changes.command = 'HDEL'
  changes[#changes + 1] = field
end)

if moved then
  local parts = { ARGV[1] }
  for _, lane in ipairs(lanes) do
    parts[#parts + 1] = struct.pack('>i4I8', lane, positions[lane])
  end
  redis.call('HSET', view, '@', table.concat(parts))
end
return 'saved'
