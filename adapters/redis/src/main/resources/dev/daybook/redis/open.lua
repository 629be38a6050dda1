-- Answers the header of a view. One that is not there, whose values have another shape, or whose lanes were followed
-- together and are not now or the other way about, starts anew.
--
-- KEYS[1] the view
-- ARGV[1] 8 bytes: the life that begins if the view starts anew
-- ARGV[2] 8 bytes: the shape of its values
-- ARGV[3] 1 when its lanes are followed together, 0 when each by itself

local header = redis.call('HGET', KEYS[1], '@')
local same = header and string.sub(header, 9, 16) == ARGV[2]
if same and #header > 16 then
  local together = struct.unpack('>i4', header, 17) == -1 -- that lane is alone if it is there
  same = together == (ARGV[3] == '1')
end
if not same then
  redis.call('UNLINK', KEYS[1]) -- in the background, however large it is
  header = ARGV[1] .. ARGV[2]
  redis.call('HSET', KEYS[1], '@', header)
end
return header
