// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/checkpoints/ModelCatalog.h"

#include "core/jobs/failure_sentence.h"
#include "core/jobs/plain_tool_tip.h"

#include <QLocale>

#include <algorithm>
#include <map>
#include <utility>

namespace limn::ui {
namespace {

constexpr int kReadingShownEveryMs = 250;

QString textOf(const std::string& text) {
    return QString::fromStdString(text);
}

std::uint64_t bytesOf(const ModelEntry& entry) {
    std::uint64_t bytes = 0;
    for (const ModelFile& file : entry.files) {
        bytes += file.sizeBytes;
    }
    return bytes;
}

}  // namespace

/// What the card has no room for: all that is wrong with it, and where it lies.
QString ModelCatalog::wholeText(const Row& row) {
    QStringList lines = {row.state};
    for (const std::string& problem : row.summary.problems) {
        lines += textOf(problem);
    }
    lines += textOf(row.entry.path.string());
    lines.removeAll(QString());
    lines.removeDuplicates();
    return lines.join(QLatin1Char('\n'));
}

QString architectureName(const std::string& architecture) {
    static const std::map<std::string, QString> names = {
        {"stable-diffusion-1", QStringLiteral("Stable Diffusion 1")},
        {"stable-diffusion-2", QStringLiteral("Stable Diffusion 2")},
        {"stable-diffusion-xl", QStringLiteral("Stable Diffusion XL")},
        {"qwen3_vl", QStringLiteral("Qwen3-VL")},
        {"smolvlm", QStringLiteral("SmolVLM")},
        {"idefics3", QStringLiteral("Idefics3")}};
    const auto name = names.find(architecture);
    return name == names.end() ? textOf(architecture) : name->second;
}

ModelCatalog::ModelCatalog(Background& background, std::filesystem::path dataFolder,
                           std::filesystem::path starter, InspectModel inspect, QObject* parent)
    : QAbstractListModel(parent), m_background(background), m_dataFolder(std::move(dataFolder)),
      m_starter(std::move(starter)), m_describer(m_starter), m_inspect(std::move(inspect)) {
    Row row;
    row.entry.name = tr("Starter").toStdString();
    row.entry.path = m_starter;
    row.isStarter = true;
    row.canDescribe = true;
    m_rows.push_back(std::move(row));
    m_readingTimer.setInterval(kReadingShownEveryMs);
    connect(&m_readingTimer, &QTimer::timeout, this, &ModelCatalog::showReadings);
}

ModelCatalog::~ModelCatalog() = default;

int ModelCatalog::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant ModelCatalog::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return textOf(row.entry.name);
    case PathRole:
        return textOf(row.entry.path.string());
    case Qt::ToolTipRole:
        return plainToolTip(wholeText(row));
    case Qt::AccessibleDescriptionRole:
        return wholeText(row);
    case SummaryRole: {
        if (row.isFolder) {
            return tr("A folder that is searched for models");
        }
        QStringList parts = {architectureName(
            row.entry.architecture.empty() ? row.summary.architecture : row.entry.architecture)};
        const std::uint64_t bytes = std::max(row.summary.sizeBytes, bytesOf(row.entry));
        if (bytes > 0) {
            parts += QLocale().formattedDataSize(static_cast<qint64>(bytes), 1,
                                                 QLocale::DataSizeSIFormat);
        }
        parts += textOf(row.summary.dtypes);
        if (row.isUsable) {
            parts += tr("draws");
        }
        if (row.entry.path == m_describer) {
            parts += tr("describes your pictures");
        } else if (row.canDescribe && !row.isStarter) {
            parts += tr("can describe pictures");
        }
        parts.removeAll(QString());
        return parts.join(QStringLiteral(" · "));
    }
    case StateRole:
        return row.state;
    case IsUsableRole:
        return row.isUsable;
    case CanDescribeRole:
        return row.canDescribe;
    case IsStarterRole:
        return row.isStarter;
    case IsBusyRole:
        return row.isBusy;
    case IsFolderRole:
        return row.isFolder;
    case IsInFolderRole:
        return row.isFound;
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1, %2. %3")
            .arg(textOf(row.entry.name), data(index, SummaryRole).toString(), row.state);
    default:
        return {};
    }
}

void ModelCatalog::refresh() {
    m_background.start(
        this, [folder = m_dataFolder](std::stop_token) { return ModelList(folder).content(); },
        [this](const Result<ModelListContent>& content) { takeContent(content); });
}

void ModelCatalog::takeContent(const Result<ModelListContent>& content) {
    if (!content) {
        Q_EMIT failed(faultSentence(content.error()));
    } else {
        const QString describer = nameOf(m_describer);
        m_list = *content;
        rebuildRows();
        // What lies in a folder is missed only when the folder was searched.
        if (rowOf(m_describer) < 0 && !isInAnyFolder(m_describer)) {
            missDescriber(describer, true);
        }
        searchFoldersAgain();
    }
    inspectNext();
}

void ModelCatalog::searchFoldersAgain() {
    m_search.cancel();
    if (m_list.folders.empty()) {
        m_found.clear();
        return;
    }
    FolderSearch search{
        .folders = m_list.folders, .known = m_found, .others = m_others, .listed = {}};
    for (const ModelEntry& entry : m_list.entries) {
        search.listed.insert(entry.path);
    }
    m_search = m_background.start(
        this,
        [search = std::move(search), inspect = m_inspect](const std::stop_token& stop) {
            return searchFolders(search, inspect, stop);
        },
        [this](const FolderModels& now) { takeFound(now); }, BackgroundPriority::Low);
}

void ModelCatalog::takeFound(const FolderModels& now) {
    const QString describer = nameOf(m_describer);
    const bool isSame =
        now.unreadable == m_unreadable &&
        std::ranges::equal(now.models, m_found, {}, &FoundModel::path, &FoundModel::path);
    m_found = now.models;
    m_others = now.others;
    m_unreadable = now.unreadable;
    if (!isSame) {
        rebuildRows();
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));  // they are known as soon as they come
    }
    for (const FoundModel& model : std::exchange(m_toTell, {})) {
        if (rowOf(model.path) >= 0) {
            Q_EMIT added(nameOf(model.path), model.path, model.summary.canDescribe());
        }
    }
    if (rowOf(m_describer) < 0) {
        missDescriber(describer, false);  // its folder is away, or will have it again
    }
    inspectNext();
}

ModelCatalog::Row ModelCatalog::takeRow(std::vector<Row>& rows, const std::filesystem::path& path,
                                        bool isFolder) {
    const auto known = std::ranges::find_if(rows, [&](const Row& row) {
        return row.entry.path == path && row.isFolder == isFolder && !row.isComing &&
               !row.isStarter;
    });
    return known == rows.end() ? Row() : std::exchange(*known, Row());
}

void ModelCatalog::rebuildRows() {
    beginResetModel();
    std::vector<Row> former = std::exchange(m_rows, {});
    m_rows.push_back(std::exchange(former.front(), Row()));
    std::set<std::string> names = {m_rows.front().entry.name};
    for (const ModelEntry& entry : m_list.entries) {
        Row row = takeRow(former, entry.path, false);
        row.entry = entry;
        row.isFound = false;
        names.insert(entry.name);
        m_rows.push_back(std::move(row));
    }
    for (const std::filesystem::path& folder : m_list.folders) {
        addFolderRows(folder, former, names);
    }
    std::ranges::copy_if(former, std::back_inserter(m_rows), [&](const Row& row) {
        return row.isComing && isBeingRead(row.entry.path);
    });
    for (Row& row : m_rows) {
        if (row.isBusy && !isBeingRead(row.entry.path)) {  // it was read to be added once more
            row.isBusy = false;
            row.isInspected = row.isFolder;
        }
    }
    endResetModel();
}

void ModelCatalog::addFolderRows(const std::filesystem::path& folder, std::vector<Row>& former,
                                 std::set<std::string>& names) {
    Row row = takeRow(former, folder, true);
    row.entry.name = folder.string();
    row.entry.path = folder;
    row.isFolder = true;
    row.isInspected = true;
    if (!isBeingRead(folder)) {
        row.state =
            m_unreadable.contains(folder) ? tr("This folder cannot be read now.") : QString();
    }
    m_rows.push_back(std::move(row));
    for (const FoundModel& model : m_found) {
        if (!isInFolder(model.path, folder) || rowOf(model.path) >= 0) {
            continue;
        }
        Row found = takeRow(former, model.path, false);
        found.isFound = true;
        found.entry = {.name = freeModelName(model.path, names),
                       .path = model.path,
                       .architecture = model.summary.architecture,
                       .files = {},
                       .family = model.summary.family};
        if (!found.isInspected) {
            showSummary(found, model.summary);
        }
        names.insert(found.entry.name);
        m_rows.push_back(std::move(found));
    }
}

bool ModelCatalog::isInAnyFolder(const std::filesystem::path& path) const {
    return std::ranges::any_of(m_list.folders, [&](const std::filesystem::path& folder) {
        return isInFolder(path, folder);
    });
}

void ModelCatalog::inspectNext() {
    const auto next =
        std::find_if(m_rows.begin(), m_rows.end(), [](const Row& row) { return !row.isInspected; });
    if (m_isInspecting || next == m_rows.end() || !m_inspect) {
        return;
    }
    m_isInspecting = true;
    const std::filesystem::path path = next->entry.path;
    m_background.start(
        this,
        [path, inspect = m_inspect](const std::stop_token& stop) { return inspect(path, stop); },
        [this, path](const Result<ModelSummary>& summary) {
            m_isInspecting = false;
            takeSummary(path, summary);
            inspectNext();
        });
}

void ModelCatalog::takeSummary(const std::filesystem::path& path,
                               const Result<ModelSummary>& summary) {
    const int index = rowOf(path);
    if (index < 0) {
        return;
    }
    Row& row = m_rows[static_cast<std::size_t>(index)];
    row.isInspected = true;
    if (!summary) {
        row.isUsable = false;
        row.canDescribe = false;
        row.state = row.isStarter ? tr("The starter is not part of this installation.")
                                  : faultSentence(summary.error());
    } else {
        showSummary(row, *summary);
    }
    announce(index);
    if (path == m_describer && !row.canDescribe && !row.isStarter) {
        missDescriber(textOf(row.entry.name), false);
    }
}

void ModelCatalog::showSummary(Row& row, const ModelSummary& summary) {
    row.isInspected = true;
    row.summary = summary;
    row.isUsable = summary.canDraw() && summary.canRun;
    row.canDescribe = row.isStarter || (summary.canDescribe() && summary.canRun);
    row.state = summary.problems.empty() ? QString() : textOf(summary.problems.front());
}

void ModelCatalog::add(const std::filesystem::path& path) {
    if (isBeingRead(path)) {
        return;
    }
    showComing(path);
    auto read = std::make_shared<BytesRead>();
    auto task = m_background.start(
        this,
        [path, folder = m_dataFolder, inspect = m_inspect, read](const std::stop_token& stop) {
            return addModels(path, folder, inspect, *read, stop);
        },
        [this, path](const Outcome<AddedModels>& outcome) {
            endReading(path);
            takeAdded(outcome);
        },
        BackgroundPriority::Low);
    beginReading(path, std::move(read), std::move(task));
}

void ModelCatalog::takeAdded(const Outcome<AddedModels>& outcome) {
    if (outcome.isFailed()) {
        Q_EMIT failed(faultSentence(outcome.error()));
    } else if (outcome.isDone()) {
        for (const std::string& problem : outcome.value().problems) {
            Q_EMIT failed(textOf(problem));
        }
        for (const AddedModel& model : outcome.value().models) {
            Q_EMIT added(textOf(model.entry.name), model.entry.path, model.canDescribe);
        }
        for (const FoundModel& model : outcome.value().found) {
            m_toTell.push_back(model);  // when they are there, with the names that they get
            if (std::ranges::find(m_found, model.path, &FoundModel::path) == m_found.end()) {
                m_found.push_back(model);
            }
        }
    }
    refresh();  // in place of the row that was shown meanwhile
}

/// A row of its own until it is on the list, so that somebody sees what is being done, and can end it.
void ModelCatalog::showComing(const std::filesystem::path& path) {
    if (rowOf(path) >= 0) {
        return;
    }
    Row row;
    row.entry.name = (path.has_filename() ? path : path.parent_path()).filename().string();
    row.entry.path = path;
    row.isInspected = true;
    row.isComing = true;
    const int last = static_cast<int>(m_rows.size());
    beginInsertRows({}, last, last);
    m_rows.push_back(std::move(row));
    endInsertRows();
}

void ModelCatalog::beginReading(const std::filesystem::path& path, std::shared_ptr<BytesRead> read,
                                BackgroundTask task) {
    m_readings.push_back({path, std::move(read), std::move(task)});
    m_readingTimer.start();
    showReadings();
}

void ModelCatalog::endReading(const std::filesystem::path& path) {
    std::erase_if(m_readings, [&](const Reading& reading) { return reading.path == path; });
    if (m_readings.empty()) {
        m_readingTimer.stop();
    }
}

bool ModelCatalog::isBeingRead(const std::filesystem::path& path) const {
    return std::ranges::find(m_readings, path, &Reading::path) != m_readings.end();
}

void ModelCatalog::showReadings() {
    for (const Reading& reading : m_readings) {
        const auto of = reading.read->of.load();
        setState(reading.path,
                 reading.read->isSearch ? tr("Looking for models…")
                 : of == 0              ? tr("Reading every byte…")
                                        : tr("Reading every byte… %1 %")
                                 .arg(100 * std::min(reading.read->done.load(), of) / of),
                 true);
    }
}

void ModelCatalog::remove(const QModelIndex& index) {
    if (!index.isValid()) {
        return;
    }
    const auto path = m_rows[static_cast<std::size_t>(index.row())].entry.path;
    const auto reading = std::ranges::find(m_readings, path, &Reading::path);
    if (reading != m_readings.end()) {
        reading->task.cancel();
        endReading(path);
        setState(path, {}, false);
        refresh();
        return;
    }
    if (index.data(IsStarterRole).toBool() || index.data(IsInFolderRole).toBool()) {
        return;
    }
    m_background.start(
        this,
        [folder = m_dataFolder, name = index.data().toString().toStdString(), path,
         isFolder = index.data(IsFolderRole).toBool()](std::stop_token) {
            ModelList list(folder);
            return isFolder ? list.removeFolder(path) : list.remove(name);
        },
        [this](const Status& removed) {
            if (!removed) {
                Q_EMIT failed(faultSentence(removed.error()));
            }
            refresh();
        });
}

void ModelCatalog::verify(const QModelIndex& index) {
    if (!index.isValid() || index.data(IsBusyRole).toBool() || index.data(IsFolderRole).toBool()) {
        return;
    }
    const ModelEntry entry = m_rows[static_cast<std::size_t>(index.row())].entry;
    auto read = std::make_shared<BytesRead>();
    auto task = m_background.start(
        this,
        [entry, read](const std::stop_token& stop) { return verifyModel(entry, *read, stop); },
        [this, entry](const Outcome<std::string>& outcome) {
            endReading(entry.path);
            QString sentence;
            if (outcome.isFailed()) {
                sentence = faultSentence(outcome.error());
            } else if (outcome.isDone()) {
                sentence = textOf(outcome.value());
            }
            const bool isWhole = outcome.isDone() && sentence.isEmpty();
            if (isWhole) {
                sentence = entry.files.empty()
                               ? tr("Every byte can be read. There is nothing to compare it with.")
                               : tr("Every byte is as it was when it was added.");
            }
            setState(entry.path, sentence, false);
            Q_EMIT verified(textOf(entry.name), isWhole, sentence);
        },
        BackgroundPriority::Low);
    beginReading(entry.path, std::move(read), std::move(task));
}

QString ModelCatalog::nameOf(const std::filesystem::path& path) const {
    const int row = rowOf(path.empty() ? m_starter : path);
    return row >= 0 ? textOf(m_rows[static_cast<std::size_t>(row)].entry.name)
                    : textOf(path.filename().string());
}

int ModelCatalog::rowOf(const std::filesystem::path& path) const {
    const auto row = std::find_if(m_rows.begin(), m_rows.end(),
                                  [&](const Row& other) { return other.entry.path == path; });
    return row == m_rows.end() ? -1 : static_cast<int>(row - m_rows.begin());
}

void ModelCatalog::showDescriber(const std::filesystem::path& path) {
    const auto former = std::exchange(m_describer, path.empty() ? m_starter : path);
    for (const auto& changed : {former, m_describer}) {
        if (const int row = rowOf(changed); row >= 0) {
            announce(row);
        }
    }
}

void ModelCatalog::setState(const std::filesystem::path& path, const QString& state, bool isBusy) {
    const int row = rowOf(path);
    if (row >= 0) {
        m_rows[static_cast<std::size_t>(row)].state = state;
        m_rows[static_cast<std::size_t>(row)].isBusy = isBusy;
        announce(row);
    }
}

void ModelCatalog::missDescriber(const QString& name, bool isForGood) {
    showDescriber({});
    Q_EMIT describerLost(name, isForGood);
}

void ModelCatalog::announce(int row) {
    Q_EMIT dataChanged(index(row), index(row));
}

}  // namespace limn::ui
