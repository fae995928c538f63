// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <array>
#include <string_view>

namespace limn::checkpoint {

// The instructions of the pickle machine: CPython's Lib/pickletools.py. Those in the first list are carried out, as in
// PyTorch's weights-only unpickler; those of the last line only to tell what they
// ask for: a pickle with one of them is refused.

enum Opcode : unsigned char {
    kMark = '(', kStop = '.', kBinInt = 'J', kBinInt1 = 'K', kBinInt2 = 'M', kNone = 'N', kBinPersId = 'Q', kReduce = 'R',
    kBinUnicode = 'X', kAppend = 'a', kBuild = 'b', kGlobal = 'c', kAppends = 'e', kBinGet = 'h', kLongBinGet = 'j',
    kBinPut = 'q', kLongBinPut = 'r', kSetItem = 's', kTuple = 't', kSetItems = 'u', kEmptyDict = '}', kEmptyList = ']',
    kEmptyTuple = ')', kBinFloat = 'G', kShortBinString = 'U', kProto = 0x80, kNewObj = 0x81, kTuple1 = 0x85,
    kTuple2 = 0x86, kTuple3 = 0x87, kNewTrue = 0x88, kNewFalse = 0x89, kLong1 = 0x8a, kEmptySet = 0x8f,
    kInst = 'i', kShortBinUnicode = 0x8c, kStackGlobal = 0x93, kMemoize = 0x94, kFrame = 0x95,
};

struct RefusedOpcode {
    unsigned char code;
    const char* name;
};
inline constexpr std::array kRefusedOpcodes = {
    RefusedOpcode{'i', "INST"}, RefusedOpcode{'o', "OBJ"}, RefusedOpcode{0x82, "EXT1"}, RefusedOpcode{0x83, "EXT2"},
    RefusedOpcode{0x84, "EXT4"}, RefusedOpcode{0x92, "NEWOBJ_EX"}, RefusedOpcode{0x93, "STACK_GLOBAL"},
    RefusedOpcode{0x94, "MEMOIZE"}, RefusedOpcode{0x95, "FRAME"}, RefusedOpcode{'P', "PERSID"}, RefusedOpcode{'0', "POP"},
    RefusedOpcode{'1', "POP_MARK"}, RefusedOpcode{'2', "DUP"}, RefusedOpcode{0x8b, "LONG4"}, RefusedOpcode{'I', "INT"},
    RefusedOpcode{'L', "LONG"}, RefusedOpcode{'S', "STRING"}, RefusedOpcode{'V', "UNICODE"}, RefusedOpcode{'F', "FLOAT"},
    RefusedOpcode{'d', "DICT"}, RefusedOpcode{'l', "LIST"}, RefusedOpcode{'g', "GET"}, RefusedOpcode{'p', "PUT"},
    RefusedOpcode{'T', "BINSTRING"}, RefusedOpcode{'B', "BINBYTES"}, RefusedOpcode{'C', "SHORT_BINBYTES"},
    RefusedOpcode{0x8c, "SHORT_BINUNICODE"}, RefusedOpcode{0x8d, "BINUNICODE8"}, RefusedOpcode{0x8e, "BINBYTES8"},
    RefusedOpcode{0x90, "ADDITEMS"}, RefusedOpcode{0x91, "FROZENSET"}, RefusedOpcode{0x96, "BYTEARRAY8"},
    RefusedOpcode{0x97, "NEXT_BUFFER"}, RefusedOpcode{0x98, "READONLY_BUFFER"},
};

/// Empty if there is no such instruction.
constexpr std::string_view refusedOpcodeName(unsigned char opcode) {
    for (const RefusedOpcode& candidate : kRefusedOpcodes) {
        if (candidate.code == opcode) {
            return candidate.name;
        }
    }
    return {};
}

}  // namespace limn::checkpoint
