// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/pickle_globals.h"

#include <array>

namespace limn::checkpoint {

namespace {

using Role = GlobalRole;
using Type = ElementType;

// What PyTorch's own files of tensors ask for, and the inert extras of SD 1.x training checkpoints.
constexpr std::array kGlobals = {
    PickleGlobal{"collections", "OrderedDict", Role::OrderedDict},
    PickleGlobal{"torch._utils", "_rebuild_tensor_v2", Role::RebuildTensor},
    PickleGlobal{"torch._utils", "_rebuild_tensor_v3", Role::RebuildTypedTensor},
    PickleGlobal{"torch._utils", "_rebuild_parameter", Role::RebuildParameter},
    PickleGlobal{"torch", "Size", Role::Size},
    PickleGlobal{"torch.storage", "UntypedStorage", Role::UntypedStorage, Type::U8, 1},

    PickleGlobal{"torch", "FloatStorage", Role::StorageType, Type::F32, 4},
    PickleGlobal{"torch", "HalfStorage", Role::StorageType, Type::F16, 2},
    PickleGlobal{"torch", "BFloat16Storage", Role::StorageType, Type::BF16, 2},
    PickleGlobal{"torch", "DoubleStorage", Role::StorageType, Type::F64, 8},
    PickleGlobal{"torch", "ByteStorage", Role::StorageType, Type::U8, 1},
    PickleGlobal{"torch", "CharStorage", Role::StorageType, Type::I8, 1},
    PickleGlobal{"torch", "ShortStorage", Role::StorageType, Type::I16, 2},
    PickleGlobal{"torch", "IntStorage", Role::StorageType, Type::I32, 4},
    PickleGlobal{"torch", "LongStorage", Role::StorageType, Type::I64, 8},
    PickleGlobal{"torch", "BoolStorage", Role::StorageType, Type::Bool, 1},
    PickleGlobal{"torch", "ComplexFloatStorage", Role::StorageType, Type::Other, 8},
    PickleGlobal{"torch", "ComplexDoubleStorage", Role::StorageType, Type::Other, 16},

    PickleGlobal{"torch", "float32", Role::DataType, Type::F32, 4},
    PickleGlobal{"torch", "float16", Role::DataType, Type::F16, 2},
    PickleGlobal{"torch", "bfloat16", Role::DataType, Type::BF16, 2},
    PickleGlobal{"torch", "float64", Role::DataType, Type::F64, 8},
    PickleGlobal{"torch", "uint8", Role::DataType, Type::U8, 1},
    PickleGlobal{"torch", "int8", Role::DataType, Type::I8, 1},
    PickleGlobal{"torch", "int16", Role::DataType, Type::I16, 2},
    PickleGlobal{"torch", "int32", Role::DataType, Type::I32, 4},
    PickleGlobal{"torch", "int64", Role::DataType, Type::I64, 8},
    PickleGlobal{"torch", "bool", Role::DataType, Type::Bool, 1},
    PickleGlobal{"torch", "uint16", Role::DataType, Type::Other, 2},
    PickleGlobal{"torch", "uint32", Role::DataType, Type::Other, 4},
    PickleGlobal{"torch", "uint64", Role::DataType, Type::Other, 8},
    PickleGlobal{"torch", "complex64", Role::DataType, Type::Other, 8},
    PickleGlobal{"torch", "float8_e4m3fn", Role::DataType, Type::Other, 1},
    PickleGlobal{"torch", "float8_e4m3fnuz", Role::DataType, Type::Other, 1},
    PickleGlobal{"torch", "float8_e5m2", Role::DataType, Type::Other, 1},
    PickleGlobal{"torch", "float8_e5m2fnuz", Role::DataType, Type::Other, 1},
    PickleGlobal{"torch", "float8_e8m0fnu", Role::DataType, Type::Other, 1},

    PickleGlobal{"_codecs", "encode", Role::Placeholder},
    PickleGlobal{"numpy.core.multiarray", "scalar", Role::Placeholder},
    PickleGlobal{"numpy._core.multiarray", "scalar", Role::Placeholder},
    PickleGlobal{"numpy", "dtype", Role::Placeholder},
    PickleGlobal{"pytorch_lightning", "", Role::Placeholder},
};

/// "a.b" and "a.b.c" lie in "a.b"; "a.bc" does not.
bool liesIn(std::string_view module, std::string_view outer) {
    return module.substr(0, outer.size()) == outer && (module.size() == outer.size() || module[outer.size()] == '.');
}

}  // namespace

const PickleGlobal* findPickleGlobal(std::string_view module, std::string_view name) {
    for (const PickleGlobal& global : kGlobals) {
        const bool isIt = global.name.empty() ? liesIn(module, global.module)
                                              : global.module == module && global.name == name;
        if (isIt) {
            return &global;
        }
    }
    return nullptr;
}

}  // namespace limn::checkpoint
