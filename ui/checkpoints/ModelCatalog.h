// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/checkpoints/ModelList.h"
#include "core/checkpoints/ModelSummary.h"
#include "core/jobs/Background.h"
#include "ui/checkpoints/model_work.h"

#include <QAbstractListModel>
#include <QTimer>

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace limn::ui {

/// The models that can be chosen: the starter first, then the person's list, then the folders that are searched, each
/// with what lies in it. Reads, inspects, hashes, searches and verifies in the background; the list itself stays in the
/// person's models.json, which the command line shares. GUI thread.
class ModelCatalog final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        PathRole = Qt::UserRole + 1,
        SummaryRole,   ///< "Stable Diffusion XL · 6.9 GB · float16"
        StateRole,     ///< a sentence: what is wrong, or what is being done; may be empty
        IsUsableRole,  ///< can be drawn with
        CanDescribeRole,
        IsStarterRole,
        IsBusyRole,      ///< its bytes are being read: to be added, or to be verified
        IsFolderRole,    ///< no model: a folder that is searched for some
        IsInFolderRole,  ///< found in such a folder: goes with it, not alone
    };

    ModelCatalog(Background& background, std::filesystem::path dataFolder,
                 std::filesystem::path starter, InspectModel inspect, QObject* parent = nullptr);
    ~ModelCatalog() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    /// Reads the list again, and searches its folders for what came and went.
    void refresh();
    /// Takes model files and folders; a folder without a model of its own is searched for some, now and later.
    void add(const std::filesystem::path& path);
    /// Takes it off the list; its files stay. One that is just being read is not added then, or not checked further.
    void remove(const QModelIndex& index);
    /// Reads all its bytes and compares them with what they were when it was added.
    void verify(const QModelIndex& index);
    /// The name to show for a path; its file name if it is not on the list.
    QString nameOf(const std::filesystem::path& path) const;
    int rowOf(const std::filesystem::path& path) const;
    /// Which one describes pictures now; empty: the one that comes with the starter.
    void showDescriber(const std::filesystem::path& path);

Q_SIGNALS:
    void failed(const QString& sentence);
    void added(const QString& name, const std::filesystem::path& path, bool canDescribe);
    /// The model that was shown as the one that describes cannot be read now, or is off the list for good.
    void describerLost(const QString& name, bool isForGood);
    void verified(const QString& name, bool isWhole, const QString& sentence);

private:
    struct Row {
        ModelEntry entry;
        ModelSummary summary;
        QString state;
        bool isStarter = false;
        bool isInspected = false;
        bool isUsable = false;
        bool canDescribe = false;
        bool isBusy = false;
        bool isComing = false;  ///< not on the list yet
        bool isFolder = false;
        bool isFound = false;  ///< in a folder, not on the list
    };
    /// Bytes that are being read, of one model or one folder of models.
    struct Reading {
        std::filesystem::path path;
        std::shared_ptr<BytesRead> read;
        BackgroundTask task;
    };

    void takeContent(const Result<ModelListContent>& content);
    void searchFoldersAgain();
    void takeFound(const FolderModels& now);
    void rebuildRows();
    /// What was known of it, for a list that is made anew.
    static Row takeRow(std::vector<Row>& rows, const std::filesystem::path& path, bool isFolder);
    void addFolderRows(const std::filesystem::path& folder, std::vector<Row>& former,
                       std::set<std::string>& names);
    static QString wholeText(const Row& row);
    bool isInAnyFolder(const std::filesystem::path& path) const;
    static void showSummary(Row& row, const ModelSummary& summary);
    void inspectNext();
    void takeSummary(const std::filesystem::path& path, const Result<ModelSummary>& summary);
    void setState(const std::filesystem::path& path, const QString& state, bool isBusy);
    void takeAdded(const Outcome<AddedModels>& outcome);
    void showComing(const std::filesystem::path& path);
    void beginReading(const std::filesystem::path& path, std::shared_ptr<BytesRead> read,
                      BackgroundTask task);
    void endReading(const std::filesystem::path& path);
    bool isBeingRead(const std::filesystem::path& path) const;
    void showReadings();
    void announce(int row);
    void missDescriber(const QString& name, bool isForGood);

    Background& m_background;
    std::filesystem::path m_dataFolder;
    std::filesystem::path m_starter;
    std::filesystem::path m_describer;  ///< `m_starter` for the one that comes with it
    InspectModel m_inspect;
    std::vector<Row> m_rows;
    ModelListContent m_list;          ///< as it was read last
    std::vector<FoundModel> m_found;  ///< in its folders
    std::set<std::filesystem::path> m_others;
    std::set<std::filesystem::path> m_unreadable;
    std::vector<FoundModel> m_toTell;  ///< of a folder that was just added
    BackgroundTask m_search;
    std::vector<Reading> m_readings;
    QTimer m_readingTimer;
    bool m_isInspecting = false;
};

/// "Stable Diffusion XL" for "stable-diffusion-xl"; other words stay as they are.
QString architectureName(const std::string& architecture);

}  // namespace limn::ui
