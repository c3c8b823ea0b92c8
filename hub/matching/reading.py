"""The number of the way in which values are taken apart.

What a store keeps of its records (block keys, rarities, likenesses) was made of their features. Code that makes other
features of the same values has another number, and a store that an older one has read is read and weighed anew, once.
"""

from __future__ import annotations

READING = 6
"""1: until 2026-11-29. 2: Latin forms without a space, names across the seam of words, coined names.
3: names that end as branches do, names of two words, remarks in brackets, further lines.
4: numbers and bearings in names of companies, ヶ in names of people, middle names in kana, 他1名, sixteen readings of a
given name, family names in Latin letters by their frequency, firms before and behind their signs, wards, providers,
families that are called as departments are.
5: addresses to their end, family names in no table, firms in another language, initials, maiden names, two scripts.
6: family names of three letters, sounds that Japan has not.
"""
